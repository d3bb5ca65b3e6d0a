import { admitPodSync } from '../../src/testing/admission-chain.js'
import type { ReviewHandler } from '../../src/testing/admission-review.js'
import { builtInAdmission } from '../../src/testing/api-server/admission.js'
import type { PodSpec } from '../../src/testing/pod.js'

/** As much of a pod as the recorded experiments change. */
export interface Pod {
  readonly labels: Readonly<Record<string, string>>
  readonly spec: PodSpec
}

export interface Webhook {
  readonly name: string
  readonly reinvocationPolicy: 'IfNeeded' | 'Never'
  readonly mutate: (pod: Pod) => Pod
}

export interface Admitted {
  readonly calls: readonly { readonly webhook: string; readonly saw: Pod; readonly gave: Pod }[]
  readonly pod: Pod
}

/** The namespace of the experiments that has a LimitRange. */
const limitRange = { limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '250m', memory: '256Mi' } }

/** Takes a pod through the chain of modelcar/testing, and notes what each webhook saw and gave. */
export function admit(pod: Pod, webhooks: readonly Webhook[], hasLimitRange = false): Admitted {
  const calls: Admitted['calls'][number][] = []
  const reviewing =
    ({ name, mutate }: Webhook): ReviewHandler =>
    ({ request: { uid, object } }) => {
      const saw = { labels: object.metadata.labels ?? {}, spec: object.spec }
      const gave = mutate(saw)
      calls.push({ webhook: name, saw, gave })
      return { response: { uid, allowed: true, ...(gave !== saw && patchTo(gave)) } }
    }
  const { pod: admitted } = admitPodSync(
    { metadata: { name: 'pod', labels: pod.labels }, spec: pod.spec },
    webhooks.map((webhook) => ({ ...webhook, review: reviewing(webhook) })).map(({ mutate: _, ...webhook }) => webhook),
    builtInAdmission({ tokenSuffix: 'xxxxx', ...(hasLimitRange && { limitRange }) }),
  )
  return { calls, pod: { labels: admitted.metadata.labels ?? {}, spec: admitted.spec } }
}

function patchTo({ labels, spec }: Pod): object {
  const patch = [
    { op: 'replace', path: '/metadata/labels', value: labels },
    { op: 'replace', path: '/spec', value: spec },
  ]
  return { patchType: 'JSONPatch', patch: Buffer.from(JSON.stringify(patch)).toString('base64') }
}
