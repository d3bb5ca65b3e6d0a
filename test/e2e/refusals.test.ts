import { beforeAll, expect, inject, test } from 'vitest'
import { admit } from './admission.js'
import { alone } from './chains.js'
import { createNamespace, kubectl, registerWebhooks, send, webhookName, type AuditEvent } from './harness.js'
import { messageOf, printedOf, refusals, warned } from './refusals.js'
import { startWebhooks, type Webhooks } from './webhooks/webhooks.js'

// What a user of kubectl and a reader of the audit log get to see.

const cluster = inject('cluster')
let webhooks: Webhooks
let namespace: string
beforeAll(async () => {
  webhooks = await startWebhooks()
  namespace = await createNamespace(cluster)
  const { endpoint, name } = webhooks.servers.sidecar
  await registerWebhooks(cluster, namespace, [{ ...endpoint, name, reinvocationPolicy: 'IfNeeded' }])
  return webhooks.stop
})

const create = (pod: object) =>
  kubectl(
    cluster,
    ['create', '--namespace', namespace, '--filename', '-'],
    JSON.stringify({ apiVersion: 'v1', kind: 'Pod', ...pod }),
  )

test.each(refusals)('$name: refused', async (refusal) => {
  const { pod, audited } = refusal
  expect(await create(pod)).toEqual({ code: 1, stdout: '', stderr: printedOf(refusal) })
  const path = `/api/v1/namespaces/${namespace}/pods/predictor`
  expect((await send(cluster, { path })).code).toBe(404)

  const { answer, event, calls } = await admit(cluster, {}, webhooks.chain('sidecar', alone.places), pod)
  expect(answer).toMatchObject({
    code: 422,
    body: { message: messageOf(refusal, event.objectRef?.namespace ?? '') },
    warnings: [],
  })
  expect(calls).toBe('modelcar')
  expect(annotationsIn(event)).toEqual(audited)
})

test('warnings arrive, each once', async () => {
  const stderr = warned.warnings.map((warning) => `Warning: ${warning}\n`).join('')
  expect(await create(warned.pod)).toEqual({ code: 0, stdout: 'pod/predictor created\n', stderr })

  const { answer, event, calls } = await admit(cluster, {}, webhooks.chain('sidecar', alone.places), warned.pod)
  expect(answer).toMatchObject({ code: 201, warnings: warned.warnings })
  expect(calls).toBe('modelcar* modelcar')
  // The second call, which changes nothing, says nothing: the API server would not take another value for a key that it has.
  expect(annotationsIn(event)).toEqual({ injected: 'true' })
})

/** What our webhook wrote into the audit log, without its name in front. */
function annotationsIn({ annotations = {} }: AuditEvent): Readonly<Record<string, string>> {
  const prefix = `${webhookName('modelcar')}/`
  const own = Object.entries(annotations).filter(([key]) => key.startsWith(prefix))
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]))
}
