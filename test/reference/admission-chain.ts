import { isDeepStrictEqual } from 'node:util'
import { roundTrip } from '../../src/testing/api-server/round-trip.js'
import { limitRanger } from '../../src/testing/api-server/limit-ranger.js'
import { serviceAccount } from '../../src/testing/api-server/service-account.js'
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
const LIMIT_RANGE = limitRanger({ cpu: '500m', memory: '512Mi' }, { cpu: '250m', memory: '256Mi' })

const builtIn = (pod: Pod, hasLimitRange: boolean): Pod => {
  const withToken = serviceAccount('xxxxx')(pod.spec)
  return stored({ ...pod, spec: hasLimitRange ? LIMIT_RANGE(withToken) : withToken })
}

const stored = (pod: Pod): Pod => ({ ...pod, spec: roundTrip(pod.spec) })

/**
 * Mutating admission as an API server runs it: the built-in plugins, every webhook by its name, the built-in plugins
 * again, and then each IfNeeded webhook once more if the pod is not what it left.
 */
export function admit(pod: Pod, webhooks: readonly Webhook[], hasLimitRange = false): Admitted {
  const ordered = [...webhooks].sort((a, b) => (a.name < b.name ? -1 : 1))
  const calls: Admitted['calls'][number][] = []
  const left = new Map<Webhook, Pod>()
  let current = builtIn(stored(pod), hasLimitRange)
  const call = (webhook: Webhook): void => {
    const gave = webhook.mutate(current)
    calls.push({ webhook: webhook.name, saw: current, gave })
    current = stored(gave)
    left.set(webhook, current)
  }

  ordered.forEach(call)
  current = builtIn(current, hasLimitRange)
  for (const webhook of ordered) {
    if (webhook.reinvocationPolicy === 'IfNeeded' && !isDeepStrictEqual(left.get(webhook), current)) call(webhook)
  }
  return { calls, pod: current }
}
