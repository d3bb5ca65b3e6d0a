import { defaultAdmission } from './api-server/admission.js'
import { roundTrip } from './api-server/round-trip.js'
import { sameJson } from './json.js'
import type { Inject, PodSpec } from './pod.js'

/** A mutating webhook: one function, and whether it is asked again when others changed the pod after it. */
export interface Webhook {
  readonly name: string
  readonly mutate: Inject
  readonly reinvocationPolicy: 'IfNeeded' | 'Never'
}

/** How a pod went through admission: the pod that comes out, and whom it went through, in order. */
export interface Admission {
  readonly podSpec: PodSpec
  readonly calls: readonly string[]
}

/**
 * Takes a pod through mutating admission as the API server does: each webhook once, in the order of their names; then the
 * built-in plugins again; then each webhook with `IfNeeded` once more, if the pod changed after its own last call. Two rounds
 * and never more, whether the pod has settled or not. What a webhook answers is decoded and defaulted before the next one.
 *
 * @param builtIn the built-in plugins, which run before the webhooks and after each round.
 */
export function admit(podSpec: PodSpec, webhooks: readonly Webhook[], builtIn: Inject = defaultAdmission): Admission {
  const ordered = webhooks.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const calls: string[] = []
  const answers = new Map<Webhook, PodSpec>()
  let current = builtIn(roundTrip(podSpec))
  const call = (webhook: Webhook): void => {
    calls.push(webhook.name)
    current = roundTrip(webhook.mutate(current))
    answers.set(webhook, current)
  }
  ordered.forEach(call)
  current = builtIn(current)
  const isChanged = (webhook: Webhook): boolean => !sameJson(answers.get(webhook), current)
  for (const webhook of ordered) if (webhook.reinvocationPolicy === 'IfNeeded' && isChanged(webhook)) call(webhook)
  return { podSpec: builtIn(current), calls }
}
