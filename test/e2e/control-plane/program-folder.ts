import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { lifeline, makeFolder } from './running-program.js'

const oldestGo = { major: 1, minor: 26 }

/** Programs that tests need, and how to come by them. */
export interface ProgramFolder {
  readonly names: readonly string[]
  /** The environment variable that names a folder with them. */
  readonly variable: string
  /** Where the project keeps those that it built, below its cache. */
  readonly cached: string
  /** Builds them: a script and what it is given behind the folder. */
  readonly build: readonly [script: string, ...args: string[]]
  /** How long that takes, in words. */
  readonly duration: string
}

/** A folder with the programs, or how to come by one, or why there is none. */
export type Programs =
  | { readonly folder: string; readonly isBuilt: boolean; readonly missing?: undefined }
  | { readonly missing: string; readonly folder?: undefined; readonly isBuilt?: undefined }

/** Finds programs: in the folder that the environment names, else those that the project built or can build. */
export function findFolder({ names, variable, cached }: ProgramFolder): Programs {
  const assets = process.env[variable]
  if (assets !== undefined && assets !== '')
    return { folder: complete(names, assets, `set ${variable} to a folder that has them`), isBuilt: true }
  const cache = join(homedir(), '.cache/modelcar', cached)
  if (existsSync(cache)) return { folder: complete(names, cache, 'remove it, and they are built anew'), isBuilt: true }
  const found = goVersion()
  const oldest = `Go ${oldestGo.major}.${oldestGo.minor}`
  if (found !== undefined && isRecent(found)) return { folder: cache, isBuilt: false }
  return {
    missing: `${variable} names no folder with ${names.join(', ')}, and building them needs ${oldest} or newer, found ${found ?? 'none'}`,
  }
}

/** Builds programs where they are not there yet; the build ends with this process. */
export async function buildFolder(
  { names, build: [script, ...args], duration }: ProgramFolder,
  { folder, isBuilt }: { readonly folder: string; readonly isBuilt: boolean },
): Promise<void> {
  if (isBuilt) return
  console.log(`building ${names.join(', ')} into ${folder}: some ${duration}, this once`)
  const build = spawn(lifeline, [makeFolder('build'), script, folder, ...args], {
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  const [status] = (await once(build, 'close')) as [number | null]
  if (status !== 0) throw new Error(`${script} failed; what it printed says why`)
}

function complete(names: readonly string[], folder: string, advice: string): string {
  const absent = names.filter((name) => !isExecutable(join(folder, name)))
  if (absent.length === 0) return folder
  throw new Error(`expected ${names.join(', ')} in ${folder}, found no ${absent.join(', ')}; ${advice}`)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function goVersion(): string | undefined {
  const { status, stdout } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

function isRecent(version: string): boolean {
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version) ?? []
  if (Number(major) !== oldestGo.major) return Number(major) > oldestGo.major
  return Number(minor) >= oldestGo.minor
}
