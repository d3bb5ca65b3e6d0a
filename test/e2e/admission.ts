import type { V1Pod } from '@kubernetes/client-node'
import {
  auditEvent,
  callsIn,
  createNamespace,
  createPod,
  registerWebhooks,
  send,
  webhookName,
  type Answer,
  type AuditEvent,
  type Cluster,
  type NamespaceSetup,
} from './harness.js'
import type { Webhook } from './webhooks/webhook.js'

/** A webhook in its place among others. */
export interface Link {
  readonly webhook: Webhook
  readonly reinvocationPolicy: 'IfNeeded' | 'Never'
}

/** What the API server did with a pod. */
export interface Admission {
  readonly answer: Answer
  readonly event: AuditEvent
  /** The webhooks that were called, in their order; a star says that the answer changed the pod. */
  readonly calls: string
}

/** Creates a pod in a new namespace, before which these webhooks stand in this order. */
export async function admit(
  cluster: Cluster,
  setup: NamespaceSetup,
  chain: readonly Link[],
  pod: V1Pod,
): Promise<Admission> {
  const namespace = await createNamespace(cluster, setup)
  const registrations = chain.map(({ webhook, reinvocationPolicy }) => ({
    ...webhook.endpoint,
    name: webhook.name,
    reinvocationPolicy,
  }))
  await registerWebhooks(cluster, namespace, registrations)
  const answer = await createPod(cluster, namespace, pod)
  const event = await auditEvent(cluster, answer.auditId)
  const names = new Map(chain.map(({ webhook: { name } }) => [webhookName(name), name]))
  const calls = callsIn(event).map(({ webhook, mutated }) => `${names.get(webhook) ?? webhook}${mutated ? '*' : ''}`)
  return { answer, event, calls: calls.join(' ') }
}

/**
 * Creates by hand, in a namespace before which no webhook stands, what these calls make of a pod, one after the other. The first
 * one gets to see the pod as the API server shows it to webhooks: with defaults and with what its own plugins add.
 */
export async function createByHand(
  cluster: Cluster,
  setup: NamespaceSetup,
  calls: readonly Webhook['mutate'][],
  pod: V1Pod,
): Promise<Answer> {
  const namespace = await createNamespace(cluster, setup)
  const shown = await createPod(cluster, namespace, pod, true)
  const { metadata: { labels, annotations } = {}, spec } = shown.body as V1Pod
  const start: V1Pod = {
    metadata: { ...pod.metadata, ...(labels && { labels }), ...(annotations && { annotations }) },
    ...(spec && { spec }),
  }
  return createPod(
    cluster,
    namespace,
    calls.reduce((before, mutate) => mutate(before), start),
  )
}

/** What a user wrote, and what admission made of it, without what differs from pod to pod: times, UIDs, the token's suffix. */
export function comparable(pod: V1Pod): unknown {
  const { metadata: { labels, annotations } = {}, spec } = pod
  const text = JSON.stringify({ labels, annotations, spec })
  return JSON.parse(text.replaceAll(/kube-api-access-[a-z0-9]{5}\b/g, 'kube-api-access-xxxxx'))
}

/** Asks a webhook itself about a pod, as the API server would. */
export async function review({ endpoint: { url, ca } }: Webhook, pod: V1Pod): Promise<unknown> {
  const body = {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: { uid: 'again', operation: 'CREATE', namespace: pod.metadata?.namespace, object: pod },
  }
  const answer = await send({ url, ca }, { method: 'POST', path: '/mutate', body })
  return (answer.body as { response?: unknown }).response
}
