import { inferenceServiceLabel, sourceUriAnnotation } from 'modelcar/kserve'
import { describe, expect, inject, test } from 'vitest'
import { callsIn } from '../e2e/cluster/audit.js'
import { auditEvent, create, registerWebhooks } from '../e2e/harness.js'
import { startExampleServer } from '../e2e/webhooks/example-server.js'
import { references, textOf } from './images/images.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { linkModes, sayModel, server } from './pods/server.js'

// The way of a real pod: admitted by the example server, asked again after the token was mounted, started by the kubelet.

const node = inject('node')

describe.each(linkModes)('%s', (mode) => {
  test('a pod that the webhook was asked about twice reads its model', async () => {
    const webhook = await startExampleServer({ modelcarMode: mode })
    const pod = {
      metadata: {
        labels: { [inferenceServiceLabel]: 'iris' },
        annotations: { [sourceUriAnnotation]: `oci://${references.llama}` },
      },
      spec: {
        automountServiceAccountToken: true,
        containers: [{ ...server(sayModel(mode, '/mnt/models')), name: 'kserve-container' }],
      },
    }
    const use: Parameters<typeof withPod>[2] = async (running) => {
      const calls = callsIn(await auditEvent(node.cluster, running.auditId)).map(({ mutated }) => mutated)
      expect(calls).toEqual([true, false])
      expect(await untilLogged(running, 'kserve-container', '\n')).toBe(textOf('llama'))
    }
    try {
      await withPod(node, pod, use, {
        before: async (namespace) => {
          // Nobody else makes what every token comes with.
          const authority = { metadata: { name: 'kube-root-ca.crt' }, data: { 'ca.crt': '' } }
          await create(node.cluster, `/api/v1/namespaces/${namespace}/configmaps`, authority)
          const endpoint = { ...webhook.endpoint, name: webhook.name, reinvocationPolicy: 'IfNeeded' as const }
          await registerWebhooks(node.cluster, namespace, [endpoint])
        },
      })
    } finally {
      await webhook.endpoint.stop()
    }
  })
})
