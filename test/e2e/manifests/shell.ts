import { spawnSync } from 'node:child_process'
import { delimiter } from 'node:path'
import type { Cluster } from '../harness.js'

/** Runs shell commands, as a reader of the README does, where kubectl reaches the cluster. Gives what they print. */
export function shell({ programs, kubeconfig }: Cluster, cwd: string, commands: string): string {
  const { status, stdout, stderr } = spawnSync('sh', ['-euc', commands], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, KUBECONFIG: kubeconfig, PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}` },
  })
  if (status !== 0) throw new Error(`${commands}\n${stderr}`)
  return stdout
}
