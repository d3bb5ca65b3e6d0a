import { setTimeout } from 'node:timers/promises'
import type { ModeName } from 'modelcar'
import { until } from '../../test/e2e/harness.js'
import { startCluster } from '../../test/node/node/cluster.js'
import { logOf, untilPod, withPod, type PodOnNode } from '../../test/node/pods/pod-on-node.js'
import { injected, modes, patientModes, readModel, server, stay } from '../../test/node/pods/server.js'
import { reportTable } from '../report.js'

// How long pods take on a node: from their creation until the server has read its model, and until they have completed. What is
// printed are ratios to a pod without a model; nothing is asserted.

const rounds = Number(process.env['ROUNDS'] ?? 9)

/** A mode, or a pod without a model. */
type Case = ModeName | 'none'

/** Something that pods do, and how to see that it is done. */
interface Goal {
  readonly title: string
  readonly cases: readonly Case[]
  readonly restartPolicy: 'Always' | 'Never'
  /** What the server does once it has read its model. */
  readonly afterwards: string
  readonly reached: (pod: PodOnNode) => Promise<unknown>
}

const goals: readonly Goal[] = [
  {
    title: 'until the server has its model',
    cases: ['none', ...modes],
    restartPolicy: 'Always',
    afterwards: stay,
    reached: (pod) => until('it says so', async () => (await logOf(pod, 'server')).includes('\n') || undefined),
  },
  {
    title: 'until the pod has completed',
    cases: ['none', ...patientModes],
    restartPolicy: 'Never',
    afterwards: 'exit 0',
    reached: (pod) => untilPod(pod, 'it has completed', ({ status }) => status?.phase === 'Succeeded', 20),
  },
]

function podOf(mode: Case, { restartPolicy, afterwards }: Goal) {
  const reads = mode === 'none' ? 'echo no model' : readModel(mode, '/mnt/models')
  const spec = { restartPolicy, containers: [server(`${reads}\n${afterwards}`)] }
  return mode === 'none' ? { spec } : injected(mode, spec)
}

const { node, stop } = await startCluster()

async function measure(mode: Case, goal: Goal): Promise<number> {
  const milliseconds = await withPod(node, podOf(mode, goal), async (pod) => {
    await goal.reached(pod)
    return performance.now() - pod.asked
  })
  // The next pod should not wait for the end of this one.
  await setTimeout(3000)
  return milliseconds
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN

for (const goal of goals) {
  const times = new Map<Case, number[]>(goal.cases.map((mode) => [mode, []]))
  // In turn, so that what the machine does besides falls on all alike.
  for (let round = 0; round < rounds; round++)
    for (const [mode, measured] of times) measured.push(await measure(mode, goal))
  const base = median(times.get('none') ?? [])
  reportTable(
    [`${goal.title} (ratios)`, 'median', 'least', 'most'],
    [...times].map(([mode, all]) => [
      mode,
      ...[median(all), Math.min(...all), Math.max(...all)].map((ms) => ms / base),
    ]),
  )
  console.log(`1 is ${(base / 1000).toFixed(2)} s\n`)
}
await stop()
