import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './until.js'

/** Runs a program until whoever started it is gone; `running-program.test.ts` shows it. */
export const lifeline = join(import.meta.dirname, 'lifeline')

/** A program that runs in a folder of its own; it and the folder are gone when this process is, whatever ended it. */
export interface RunningProgram {
  readonly folder: string
  /** All that it has written so far. */
  readonly output: () => string
  /** Waits for a value that is there sooner or later; fails at once where the program ends before. */
  readonly until: <T>(what: string, probe: () => Promise<T | undefined> | T | undefined) => Promise<T>
  /** Ends it by SIGTERM, and where that is not enough by force; removes its folder. */
  readonly stop: () => Promise<void>
}

/** Makes the folder that a program will run in. */
export const makeFolder = (name: string): string => mkdtempSync(join(tmpdir(), `modelcar-e2e-${name}-`))

/** Starts a program in a folder that is its own, and is removed when it ends. */
export function startProgram(
  folder: string,
  [program, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): RunningProgram {
  const child = spawn(lifeline, [folder, program, ...args], {
    stdio: 'pipe',
    detached: true,
    env: { ...process.env, ...env },
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  const output = () => Buffer.concat(chunks).toString()
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  return {
    folder,
    output,
    until: (what, probe) =>
      until(what, async () => {
        const value = await probe()
        if (value === undefined && hasEnded()) throw new ProgramEnded(program, output())
        return value
      }),
    stop: () => {
      child.stdin.end()
      return closed
    },
  }
}

/** A program ended that was to stay. */
export class ProgramEnded extends Error {
  readonly output: string

  constructor(program: string, output: string) {
    super(`${program} ended by itself: ${output.slice(-2000)}`)
    this.output = output
  }
}
