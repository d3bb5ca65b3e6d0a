import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

import { searchPath } from './programs.js'

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface Running {
  readonly pid: number
  readonly stdin: NodeJS.WritableStream
  /** Settles as soon as the process itself is gone, whoever still holds its output. */
  readonly exit: Promise<Exit>
  /** Settles when the output is complete too. */
  readonly finished: Promise<Exit & { readonly output: string }>
  hasExited(): boolean
  output(): string
}

const started = new Set<Running>()

/** Starts a process that leads a process group of its own, so that nothing it leaves behind can get away. */
export function start(argv: readonly string[]): Running {
  const [command, ...args] = argv
  const child = spawn(command!, args, { detached: true, stdio: 'pipe', cwd: '/', env: { PATH: searchPath } })
  if (child.pid === undefined) throw new Error(`${command!} could not be started`)

  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A process that ends before it has read its input is no failure of ours.
  child.stdin.on('error', () => undefined)
  const output = () => Buffer.concat(chunks).toString()

  const running: Running = {
    pid: child.pid,
    stdin: child.stdin,
    exit: new Promise((resolve) =>
      child.once('exit', (code, signal) => {
        resolve({ code, signal })
      }),
    ),
    finished: new Promise((resolve) =>
      child.once('close', (code, signal) => {
        resolve({ code, signal, output: output() })
      }),
    ),
    hasExited: () => child.exitCode !== null || child.signalCode !== null,
    output,
  }
  started.add(running)
  return running
}

/** Whether anything of the process group is left, its leader or what the leader started. */
export function groupIsAlive(running: Running): boolean {
  try {
    process.kill(-running.pid, 0)
    return true
  } catch {
    return false
  }
}

export async function killAll(): Promise<void> {
  const all = [...started]
  started.clear()
  for (const running of all) {
    if (groupIsAlive(running)) process.kill(-running.pid, 'SIGKILL')
  }
  await Promise.all(all.map((running) => running.finished))
}

/** Waits for a value that is there sooner or later. */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  timeout = 10_000,
): Promise<T> {
  const deadline = Date.now() + timeout
  for (;;) {
    const value = await probe()
    if (value !== undefined && value !== false) return value
    if (Date.now() > deadline) throw new Error(`waited ${timeout} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

export function argumentsOf(pid: number): readonly string[] {
  return readProc(pid, 'cmdline').split('\0').slice(0, -1)
}

/** The last thing that the link's text does is to become `sleep`; what there was to do before is done then. */
export async function sleepsOrEnds(running: Running): Promise<void> {
  await until(`${running.pid} sleeps`, () => running.hasExited() || argumentsOf(running.pid).includes('infinity'))
}

export function childrenOf(pid: number): readonly number[] {
  return readProc(pid, `task/${pid}/children`)
    .split(' ')
    .filter((child) => child !== '')
    .map(Number)
}

/** A file of a process's directory below /proc; empty where the process is gone. */
export function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
