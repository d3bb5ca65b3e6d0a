import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const versions = { kubernetes: '1.37.2', etcd: '3.7.3' }
const names = ['etcd', 'kube-apiserver', 'kubectl'] as const
const oldestGo = { major: 1, minor: 26 }

/** Where the project keeps the programs that it built. */
const cache = join(homedir(), '.cache/modelcar/control-plane', versions.kubernetes)

/** A folder with the programs of a control plane, or how to come by one, or why there is none. */
export type Programs =
  | { readonly folder: string; readonly isBuilt: boolean; readonly missing?: undefined }
  | { readonly missing: string; readonly folder?: undefined }

/** Finds the programs: in the folder that `KUBEBUILDER_ASSETS` names, else those that the project built or can build. */
export function findPrograms(): Programs {
  const assets = process.env['KUBEBUILDER_ASSETS']
  if (assets !== undefined && assets !== '')
    return { folder: complete(assets, 'set KUBEBUILDER_ASSETS to a folder that has them'), isBuilt: true }
  if (existsSync(cache)) return { folder: complete(cache, 'remove it, and they are built anew'), isBuilt: true }
  const found = goVersion()
  const oldest = `Go ${oldestGo.major}.${oldestGo.minor}`
  if (found !== undefined && isRecent(found)) return { folder: cache, isBuilt: false }
  return {
    missing: `KUBEBUILDER_ASSETS names no folder with ${names.join(', ')}, and building them needs ${oldest} or newer, found ${found ?? 'none'}`,
  }
}

/** Builds the programs where they are not there yet; the first time takes some ten minutes. */
export function buildPrograms({ folder, isBuilt }: { readonly folder: string; readonly isBuilt: boolean }): void {
  if (isBuilt) return
  console.log(`building ${names.join(', ')} into ${folder}: some ten minutes, this once`)
  const script = join(import.meta.dirname, 'build')
  const { status } = spawnSync(script, [folder, versions.kubernetes, versions.etcd], { stdio: 'inherit' })
  if (status !== 0) throw new Error(`${script} failed; what it printed says why`)
}

function complete(folder: string, advice: string): string {
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
