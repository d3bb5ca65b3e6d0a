import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:https'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Image } from './builder.js'

/** Where the image has Node. */
const program = '/nodejs/bin/node'

/** Starts an image's command with the image's environment and what is given, and as its user where this process may choose one. */
export function startImage(
  { command, root, workdir, env, user }: Image,
  settings: Record<string, string>,
): ChildProcess {
  const [first, ...args] = command
  if (first !== program) throw new Error(`expected ${program} as the program, found ${first ?? 'none'}`)
  const [uid, gid] = user.split(':').map(Number)
  return spawn(process.execPath, args, {
    cwd: join(root, workdir),
    env: { ...env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(process.getuid?.() === 0 && { uid: uid!, gid: gid! }),
  })
}

/** The port that the server says it listens on; an error where it ends before. */
export async function portOf(server: ChildProcess): Promise<number> {
  for await (const line of createInterface({ input: server.stdout! })) {
    const { msg, port } = JSON.parse(line) as { msg: string; port: number }
    if (msg === 'listening') return port
  }
  throw new Error('the server ended before it listened')
}

/** Ends the server if it runs, by a signal; gives its exit code. */
export async function stop(server: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (server.exitCode !== null || server.signalCode !== null) return server.exitCode
  const closed = once(server, 'exit')
  server.kill(signal)
  await closed
  return server.exitCode
}

/** The status of a GET over TLS, verified. */
export function statusOf(url: string, ca: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { ca, agent: false, timeout: 10_000 }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('timeout', () => reject(new Error(`${url}: no answer within 10 seconds`)))
      .on('error', reject)
  })
}
