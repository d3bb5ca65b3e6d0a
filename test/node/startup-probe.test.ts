import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { textOf } from './images/images.js'
import { processOf } from './node/processes.js'
import { exec, runningId, untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, sayModel, server } from './pods/server.js'

// The probe runs under the sidecar's own small CPU limit. That it ends in time is told by the CPU time that it takes, which is the
// same on a busy machine.

const node = inject('node')
const user = { runAsUser: 1010, runAsGroup: 1010 }

test.each([
  { title: 'without a security context', config: {} },
  { title: 'with a seccomp profile', config: { ...user, securityContext: 'restricted' } },
] as const)('native-sidecar $title: a probe takes less CPU than it may until its timeout', async ({ config }) => {
  const pod = injected('native-sidecar', { containers: [server(sayModel('native-sidecar', '/mnt/models'))] }, config)
  const { resources, startupProbe } = pod.spec.initContainers?.find(({ name }) => name === 'modelcar') ?? {}
  expect(resources?.limits?.['cpu']).toBe('10m')
  const milliseconds = 10 * (startupProbe?.timeoutSeconds ?? 1)
  await withPod(node, pod, async (running) => {
    await untilLogged(running, 'server', textOf('llama'))
    const sidecar = processOf(await runningId(running, 'modelcar'))
    const before = processorTimeOf(sidecar)
    expect(await exec(running, 'modelcar', ...(startupProbe?.exec?.command ?? []))).toMatchObject({ code: 0 })
    const used = processorTimeOf(sidecar) - before
    expect(used).toBeGreaterThan(0)
    expect(used).toBeLessThan(milliseconds)
  })
})

/** The CPU time that the cgroup of a process has taken, in milliseconds. */
function processorTimeOf(process: number): number {
  const cgroups = readFileSync(`/proc/${process}/cgroup`, 'utf8')
  const [, path = ''] = /^\d+:(?:[^:]*,)?cpuacct(?:,[^:]*)?:(.*)$/m.exec(cgroups) ?? []
  return Number(readFileSync(join('/sys/fs/cgroup/cpuacct', path, 'cpuacct.usage'), 'utf8')) / 1e6
}
