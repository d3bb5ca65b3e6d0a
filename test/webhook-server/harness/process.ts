import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { vi } from 'vitest'

export const folder = join(import.meta.dirname, '../../../examples/webhook-server')

export type Environment = Readonly<Record<string, string | undefined>>

/** A process of the server. */
export interface ServerProcess {
  readonly child: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

/** Starts a process with this environment and, of the one of the tests, only what programs are found by. */
export function run(file: string, args: readonly string[], environment: Environment): ServerProcess {
  const { PATH, HOME } = process.env
  const child = spawn(file, args, { cwd: folder, env: { PATH, HOME, ...environment } })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (output[name] += text))
  }
  const ended = once(child, 'close').then(([code, signal]: (number | string)[]) => code ?? signal ?? '')
  return { child, stdout: () => output.stdout, stderr: () => output.stderr, ended }
}

/** The lines that a process has logged; what is no JSON throws. */
export const logged = ({ stdout }: ServerProcess): readonly Readonly<Record<string, unknown>>[] =>
  stdout()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)

/** Waits for the line that others wait for, too, and reads the port from it. */
export function listening(server: ServerProcess): Promise<number> {
  return vi.waitFor(
    () => {
      const line = logged(server).find(({ msg }) => msg === 'listening')
      if (line === undefined) throw new Error(`not listening: ${server.stdout()}${server.stderr()}`)
      return Number(line.port)
    },
    { timeout: 60_000, interval: 10 },
  )
}
