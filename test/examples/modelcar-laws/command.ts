import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll } from 'vitest'
import packageJson from '../../../examples/modelcar-laws/package.json' with { type: 'json' }

const root = join(import.meta.dirname, '../../..')
const [tool = '', ...args] = packageJson.scripts.build.split(' ')
const aliases = [`--alias:modelcar/testing=${join(root, 'src/testing/index.ts')}`]

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The command as a process, from the file that its own build makes, with the library's sources in the place of its build. */
export interface Command {
  /** Where it runs; gone after the tests of the file. */
  readonly folder: string
  readonly run: (...args: readonly string[]) => Promise<Run>
  /** Runs it to its end; `meanwhile` is given the process. */
  readonly runWith: (meanwhile: (child: ChildProcess) => unknown, ...args: readonly string[]) => Promise<Run>
}

export function buildCommand(): Command {
  const folder = mkdtempSync(join(tmpdir(), 'modelcar-laws-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'modelcar-laws.cjs')
  execFileSync(join(root, 'node_modules/.bin', tool), [...args, ...aliases, `--outfile=${file}`, '--log-level=error'], {
    cwd: join(root, 'examples/modelcar-laws'),
  })

  const runWith: Command['runWith'] = async (meanwhile, ...given) => {
    const child = spawn(process.execPath, [file, ...given], { cwd: folder })
    const exit = once(child, 'exit')
    const outputs = Promise.all([text(child.stdout), text(child.stderr)])
    await meanwhile(child)
    const [stdout, stderr] = await outputs
    const [code] = (await exit) as [number | null]
    return { code, stdout, stderr }
  }
  return { folder, run: (...given) => runWith(() => undefined, ...given), runWith }
}

export interface Report {
  readonly seed: number
  readonly requests: number
  readonly isCut: boolean
  readonly laws: readonly {
    law: string
    outcome: string
    runs: number
    counterexample?: { fault: string; podSpec: unknown; details?: readonly unknown[] }
  }[]
}

export const reportIn = ({ stdout }: Run): Report => JSON.parse(stdout) as Report
