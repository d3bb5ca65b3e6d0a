import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { textOf } from './images/images.js'
import { processOf } from './node/processes.js'
import { runningId, untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, sayModel, server } from './pods/server.js'

const node = inject('node')
const Mi = 1024 * 1024

test.each(linkModes)('%s: the sidecar stays far below the 15Mi that it is given', async (mode) => {
  const pod = injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] })
  await withPod(node, pod, async (running) => {
    await untilLogged(running, 'server', textOf('llama'))
    const id = await runningId(running, 'modelcar')
    const [limit, peak, refusals] = memoryOf(processOf(id))
    expect([limit, refusals]).toEqual([15 * Mi, 0])
    expect(peak).toBeGreaterThan(0)
    expect(peak).toBeLessThan(10 * Mi)
  })
})

/** The limit, the peak, and how often the limit was in the way, of the cgroup that a process is in. */
function memoryOf(process: number): readonly number[] {
  const [, path = ''] = /^\d+:memory:(.*)$/m.exec(readFileSync(`/proc/${process}/cgroup`, 'utf8')) ?? []
  return ['limit_in_bytes', 'max_usage_in_bytes', 'failcnt'].map((file) =>
    Number(readFileSync(join('/sys/fs/cgroup/memory', path, `memory.${file}`), 'utf8')),
  )
}
