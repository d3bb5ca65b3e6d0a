import { inferenceServiceLabel, sourceUriAnnotation } from 'modelcar/kserve'
import { describe, expect, inject, test } from 'vitest'
import { alone, callsIn } from '../e2e/chains.js'
import { callsIn as callsOf } from '../e2e/cluster/audit.js'
import { auditEvent, create, registerWebhooks, type Registration } from '../e2e/harness.js'
import { modes } from '../e2e/modes.js'
import { startExampleServer } from '../e2e/webhooks/example-server.js'
import { references, textOf } from './images/images.js'
import { untilLogged, withPod, type PodOnNode } from './pods/pod-on-node.js'
import { sayModel, server } from './pods/server.js'

// The way of a real pod: admitted by the example server, which is asked again after the token was mounted, and started by the kubelet.

const node = inject('node')

describe.each(modes)('$mode', ({ mode, scheme, modelcarMode }) => {
  test('a pod that went through the webhook reads its model', async () => {
    const webhook = await startExampleServer({ modelcarMode })
    const registration = { ...webhook.endpoint, name: webhook.name, reinvocationPolicy: 'IfNeeded' } as const
    const pod = {
      metadata: {
        labels: { [inferenceServiceLabel]: 'iris' },
        annotations: { [sourceUriAnnotation]: `${scheme}://${references.llama}` },
      },
      spec: {
        automountServiceAccountToken: true,
        containers: [server(sayModel(mode, '/mnt/models'), { name: 'kserve-container' })],
      },
    }
    try {
      await withPod(node, pod, (running) => expectModel(running, callsIn(alone, mode)), {
        before: (namespace) => prepare(namespace, registration),
      })
    } finally {
      await webhook.endpoint.stop()
    }
  })
})

async function prepare(namespace: string, webhook: Registration): Promise<void> {
  // Every token comes with the API server's authority, and there is no controller that would write that down.
  const authority = { metadata: { name: 'kube-root-ca.crt' }, data: { 'ca.crt': '' } }
  await create(node.cluster, `/api/v1/namespaces/${namespace}/configmaps`, authority)
  await registerWebhooks(node.cluster, namespace, [webhook])
}

async function expectModel(running: PodOnNode, calls: string): Promise<void> {
  const called = callsOf(await auditEvent(node.cluster, running.auditId))
  expect(called.map(({ mutated }) => `modelcar${mutated ? '*' : ''}`).join(' ')).toBe(calls)
  expect(await untilLogged(running, 'kserve-container', '\n')).toBe(textOf('llama'))
}
