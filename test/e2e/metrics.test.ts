import { beforeAll, expect, inject, test } from 'vitest'
import { createNamespace, createPod, registerWebhooks } from './harness.js'
import { predictor } from './pods.js'
import { refusals } from './refusals.js'
import { startExampleServer, type ExampleServer } from './webhooks/example-server.js'

// What the example server counts is what the API server asked it.

const cluster = inject('cluster')
let server: ExampleServer
let namespace: string
beforeAll(async () => {
  server = await startExampleServer({ modelcarMode: 'sidecar' })
  namespace = await createNamespace(cluster)
  const { endpoint, name } = server
  await registerWebhooks(cluster, namespace, [{ ...endpoint, name, reinvocationPolicy: 'IfNeeded' }])
  return endpoint.stop
})

test.each([
  { name: 'a pod that asks for a model', pod: predictor('oci'), counted: { injected: 1, unchanged: 1 } },
  { name: 'a pod that is refused', pod: refusals[0]?.pod ?? {}, counted: { refused: 1 } },
  {
    name: 'a pod that asks for none',
    pod: { ...predictor('oci'), metadata: { name: 'other' } },
    counted: { skipped: 1 },
  },
])('$name', async ({ pod, counted }) => {
  const before = await server.reviews()
  await createPod(cluster, namespace, pod)
  const after = await server.reviews()
  const more = Object.entries(after).map(([outcome, count]) => [outcome, count - (before[outcome] ?? 0)] as const)
  expect(Object.fromEntries(more.filter(([, count]) => count > 0))).toEqual(counted)
})
