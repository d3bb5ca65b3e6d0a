import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Used } from './memory-probe.js'

/** A server in a process of its own. */
export interface ServerProcess {
  readonly port: number
  /** What the process has used since it began. */
  used(): Promise<Used>
  stop(): Promise<void>
}

const deadline = 20_000

/** Starts a server, and waits for the port in its log. The rest of the log is read and dropped, as fast as it comes. */
export async function startServer(
  file: string,
  probe: string,
  environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const child = fork(file, {
    execArgv: ['--expose-gc', '--import', probe],
    env: { ...process.env, ...environment, NODE_ENV: 'production', PORT: '0', HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  return { port: await portOf(child), used: () => ask(child), stop: () => stop(child) }
}

async function portOf(child: ChildProcess): Promise<number> {
  const output = child.stdout!
  const end = setTimeout(() => child.kill('SIGKILL'), deadline)
  const lines = createInterface({ input: output })
  for await (const line of lines) {
    const { msg, port } = JSON.parse(line) as { readonly msg: unknown; readonly port: unknown }
    if (msg !== 'listening' || typeof port !== 'number') continue
    clearTimeout(end)
    output.resume()
    return port
  }
  throw new Error(`no server is listening: ${child.spawnfile} ended`)
}

async function ask(child: ChildProcess): Promise<Used> {
  child.send('')
  const [used] = (await once(child, 'message', { signal: AbortSignal.timeout(deadline) })) as [Used]
  return used
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const end = setTimeout(() => child.kill('SIGKILL'), deadline)
  child.kill('SIGTERM')
  await once(child, 'exit')
  clearTimeout(end)
}
