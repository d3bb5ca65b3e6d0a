import type { V1Pod } from '@kubernetes/client-node'
import type { ModeName } from 'modelcar'
import { describe, expect, inject, test } from 'vitest'
import { send } from '../e2e/harness.js'
import { modelFile, textOf } from './images/images.js'
import { restartsOf, statusOf, untilLogged, untilPod, withPod } from './pods/pod-on-node.js'
import { injected, modes, patientModes, readModel, sayFile, server } from './pods/server.js'

const node = inject('node')
const model = `/mnt/models/${modelFile}`

/** What a server does, and how its pod ends. */
const endings = [
  { restartPolicy: 'Never', does: 'succeeds', text: 'exit 0', phase: 'Succeeded', restarts: 0 },
  { restartPolicy: 'Never', does: 'fails', text: 'exit 3', phase: 'Failed', restarts: 0 },
  { restartPolicy: 'OnFailure', does: 'succeeds', text: 'exit 0', phase: 'Succeeded', restarts: 0 },
  {
    restartPolicy: 'OnFailure',
    does: 'fails, and succeeds then',
    text: '[ -e /state/failed ] || { touch /state/failed; exit 3; }',
    phase: 'Succeeded',
    restarts: 1,
  },
]

describe.each(patientModes)('%s', (mode) => {
  test.each(endings)('restartPolicy $restartPolicy: the server $does, and the pod has $phase', async (ending) => {
    const { restartPolicy, text, phase, restarts } = ending
    const container = server(`cat ${model} > /dev/termination-log\n${text}`, {
      volumeMounts: [{ name: 'state', mountPath: '/state' }],
    })
    const pod = injected(mode, { restartPolicy, containers: [container], volumes: [{ name: 'state', emptyDir: {} }] })
    await withPod(node, pod, async (running) => {
      const ended = await untilPod(running, `the pod has ${phase}`, ({ status }) => status?.phase === phase)
      expect(statusOf(ended, 'server')?.state?.terminated?.message).toBe(textOf('llama'))
      expect(restartsOf(ended, 'server')).toBe(restarts)
      // What keeps running beside the server ends, and not before it.
      const besides = ended.status?.initContainerStatuses ?? []
      expect(besides.filter(({ state }) => state?.terminated == null)).toEqual([])
      if (mode === 'native-sidecar') expect(endOf(ended, 'modelcar')).toBeGreaterThanOrEqual(endOf(ended, 'server'))
    })
  })
})

/** When a container ended, to the second. */
const endOf = (pod: V1Pod, container: string): number =>
  Date.parse(String(statusOf(pod, container)?.state?.terminated?.finishedAt))

const gone = `cat: can't open '${model}': No such file or directory\n`
const atTermination: Readonly<Record<ModeName, string>> = {
  sidecar: gone,
  'native-sidecar': textOf('llama'),
  'image-volume': textOf('llama'),
  fetch: textOf('llama'),
}

describe.each(modes)('%s', (mode) => {
  test(`a server that still drains reads: ${atTermination[mode].trim()}`, async () => {
    const wait = mode === 'sidecar' ? `while [ -e ${model} ]; do sleep 0.1; done` : 'sleep 2'
    const text = `drain() { ${wait}; { ${sayFile('/mnt/models')}; } > /dev/termination-log; exit 0; }
trap drain TERM
${readModel(mode, '/mnt/models')}
while :; do sleep 0.1; done`
    const { spec } = injected(mode, { containers: [server(text)], terminationGracePeriodSeconds: 20 })
    // So that its status can be read once it has ended.
    const metadata = { finalizers: ['example.com/status-is-read'] }
    await withPod(node, { metadata, spec }, async (running) => {
      await untilLogged(running, 'server', textOf('llama'))
      await send(node.cluster, { method: 'DELETE', path: running.path })
      const ended = await untilPod(running, 'the server has ended', (seen) => endOf(seen, 'server') > 0)
      expect(statusOf(ended, 'server')?.state?.terminated).toMatchObject({ exitCode: 0, message: atTermination[mode] })
    })
  })
})
