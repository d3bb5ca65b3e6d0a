import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Cluster } from '../control-plane/api-server.js'

/** What a user sees. */
export interface Seen {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs the real kubectl.
 *
 * @param input - what it reads from standard input, as `-f -` does.
 */
export async function kubectl(cluster: Cluster, args: readonly string[], input = ''): Promise<Seen> {
  const child = spawn(join(cluster.programs, 'kubectl'), ['--kubeconfig', cluster.kubeconfig, ...args])
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  // It may refuse its arguments before it has read its input.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, stdout, stderr }
}
