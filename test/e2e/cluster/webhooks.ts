import type { Cluster } from '../control-plane/api-server.js'
import { until } from '../control-plane/until.js'
import { auditEvent, callsIn } from './audit.js'
import { create, createPod } from './objects.js'

/** A mutating webhook of pods that are created. */
export interface Registration {
  /** The start of its name; the audit log has the whole: see {@link webhookName}. */
  readonly name: string
  readonly url: string
  readonly ca: string
  readonly reinvocationPolicy: 'IfNeeded' | 'Never'
}

/** The name of a webhook, as users see it in a refusal. */
export const webhookName = (name: string): string => `${name}.e2e.example`

/**
 * Registers webhooks for one namespace, to be called in this order, each in a configuration of its own: the API server goes by
 * the names of these. Comes back when all of them are called.
 */
export async function registerWebhooks(
  cluster: Cluster,
  namespace: string,
  webhooks: readonly Registration[],
): Promise<void> {
  const path = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations'
  await Promise.all(webhooks.map((webhook, index) => create(cluster, path, configuration(namespace, webhook, index))))
  const probe = { metadata: { name: 'probe' }, spec: { containers: [{ name: 'probe', image: 'probe:1' }] } }
  await until(`all webhooks of ${namespace} are called`, async () => {
    const { auditId } = await createPod(cluster, namespace, probe, true)
    const called = callsIn(await auditEvent(cluster, auditId)).map(({ webhook }) => webhook)
    return webhooks.every(({ name }) => called.includes(webhookName(name))) ? true : undefined
  })
}

const configuration = (namespace: string, { name, url, ca, reinvocationPolicy }: Registration, index: number) => ({
  metadata: { name: `${namespace}-${index}-${name}` },
  webhooks: [
    {
      name: webhookName(name),
      clientConfig: { url, caBundle: Buffer.from(ca).toString('base64') },
      rules: [
        { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: 'Namespaced' },
      ],
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      reinvocationPolicy,
      sideEffects: 'None',
      failurePolicy: 'Fail',
      admissionReviewVersions: ['v1'],
      timeoutSeconds: 10,
    },
  ],
})
