import { answerOf, InvalidResponse, messageOf, type Refusal, type ReviewHandler, reviewOf } from './admission-review.js'
import { defaultAdmission } from './api-server/admission.js'
import { decodeError } from './api-server/decode-error.js'
import { roundTrip } from './api-server/round-trip.js'
import { stored } from './api-server/stored.js'
import { validatePodSpec } from './api-server/validation/pod-spec.js'
import { clone, isFields, sameJson } from './json.js'
import { runAsync, runSync, settled, type Steps } from './laws/steps.js'
import { madeOf } from './metadata.js'
import type { Inject, Mutate, Pod, PodSpec } from './pod.js'
import { faultsOf, listOf, refuse, type Rule } from './rules.js'

/** A mutating webhook as its configuration has it: a mutation of pod specs, or a handler of reviews. */
export type Webhook = {
  /** Webhooks are asked in the order of their names. */
  readonly name: string
  /** Whether it is asked again when others changed the pod after it. */
  readonly reinvocationPolicy: 'IfNeeded' | 'Never'
  /** Whether a pod is refused where a handler throws or answers nonsense; `Fail` by default. */
  readonly failurePolicy?: 'Fail' | 'Ignore'
} & ({ readonly mutate: Mutate } | { readonly review: ReviewHandler })

/** One call of a webhook: the pod that it was shown, and what it made of it. */
export interface Call {
  readonly webhook: string
  readonly saw: Pod
  readonly gave: Pod
  readonly isChanged: boolean
}

/** How a pod went through admission. */
export interface Admission {
  /** As it would be stored; where it is refused, as far as it came. */
  readonly pod: Pod
  readonly calls: readonly Call[]
  readonly warnings: readonly string[]
  /** Why it is refused; absent where it is not. */
  readonly refused?: Refusal
}

/**
 * Takes a pod through admission as the API server does. The built-in plugins run, then each webhook once, in the order of their
 * names; where one of them changed the pod, the built-in plugins run again, and then each webhook with `IfNeeded` that others
 * changed the pod after. Two rounds and never more, whether the pod has settled or not. What a webhook answers is decoded and
 * defaulted before the next one sees it. In the end the pod is validated.
 *
 * Nothing of the input is written to. What a `mutate` throws is thrown; what a `review` throws refuses the pod, or not, by its
 * `failurePolicy`. Wrong arguments are a `TypeError`.
 *
 * @param pod a pod, or a pod spec.
 * @param builtIn the built-in plugins; by default those that change a pod in a cluster that nobody configured.
 *
 * @example
 * const shipper = { name: 'log-shipper', image: 'registry.example/shipper:3' }
 * const mutate = (spec: PodSpec): PodSpec =>
 *   spec.containers.some(({ name }) => name === shipper.name)
 *     ? spec
 *     : { ...spec, containers: [...spec.containers, { ...shipper }] }
 * const podSpec = { containers: [{ name: 'app', image: 'example/server:1' }] }
 * const { calls, refused } = await admitPod(podSpec, [{ name: 'mine', reinvocationPolicy: 'IfNeeded', mutate }])
 * console.log(calls.map(({ isChanged }) => isChanged), refused) //=> [ true, false ] undefined
 */
export const admitPod = (
  pod: Pod | PodSpec,
  webhooks: readonly Webhook[],
  builtIn: Inject = defaultAdmission,
): Promise<Admission> => runAsync(checked(pod, webhooks, builtIn))

/**
 * The same, for webhooks that are sync.
 *
 * @example
 * const append = (spec: PodSpec): PodSpec => ({ ...spec, containers: [...spec.containers, { name: 'more', image: 'a:1' }] })
 * const podSpec = { containers: [{ name: 'app', image: 'example/server:1' }] }
 * const { refused } = admitPodSync(podSpec, [{ name: 'mine', reinvocationPolicy: 'IfNeeded', mutate: append }])
 * console.log(refused?.code, refused?.message)
 * //=> 422 Pod "pod" is invalid: spec.containers[2].name: Duplicate value: "more"
 */
export const admitPodSync = (
  pod: Pod | PodSpec,
  webhooks: readonly Webhook[],
  builtIn: Inject = defaultAdmission,
): Admission => runSync(checked(pod, webhooks, builtIn))

const aPod: Rule = [
  'a pod with metadata and a spec, or a pod spec',
  (value) => isFields(value) && (!isPod(value) || isFields(value['metadata'])),
]

const webhooksOf = listOf(
  'webhooks, each with a name, a reinvocationPolicy (IfNeeded or Never), and mutate or review',
  (each) =>
    isFields(each) &&
    typeof each['name'] === 'string' &&
    (each['reinvocationPolicy'] === 'IfNeeded' || each['reinvocationPolicy'] === 'Never') &&
    typeof (each['mutate'] ?? each['review']) === 'function',
  0,
)

function* checked(pod: Pod | PodSpec, webhooks: readonly Webhook[], builtIn: Inject): Steps<Admission> {
  refuse([...faultsOf('pod', pod, aPod), ...faultsOf('webhooks', webhooks, webhooksOf)])
  return yield* admission(pod, webhooks, builtIn)
}

export function* admission(
  pod: Pod | PodSpec,
  webhooks: readonly Webhook[],
  builtIn: Inject = defaultAdmission,
): Steps<Admission> {
  const ordered = webhooks.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const calls: Call[] = []
  const warnings: string[] = []
  const called = new Set<Webhook>()
  const waiting = new Set<Webhook>()
  // Whoever was asked before the pod changed is asked again.
  const changed = (): void => {
    for (const webhook of called) waiting.add(webhook)
    called.clear()
  }
  const plugins = (given: Pod): Pod => ({
    ...given,
    spec: madeOf(given.spec, roundTrip(builtIn(roundTrip(given.spec)))),
  })
  const first = isPod(pod) ? pod : { metadata: { name: 'pod', namespace: 'default' }, spec: pod }
  const unreadable = readingFault(first.spec)
  if (unreadable !== undefined) {
    const message = `Pod in version "v1" cannot be handled as a Pod: ${unreadable}`
    return { pod: first, calls, warnings, refused: { code: 400, message, isDenial: false } }
  }
  let current = plugins({ apiVersion: 'v1', kind: 'Pod', ...first })
  for (const round of [1, 2]) {
    if (round === 2) {
      if (!calls.some(({ isChanged }) => isChanged)) break
      const after = plugins(current)
      if (!sameJson(after, current)) changed()
      current = after
    }
    for (const webhook of ordered) {
      if (round === 2 && !waiting.has(webhook)) continue
      const answer = yield* call(webhook, current, `${calls.length + 1}`)
      const isChanged = !sameJson(current, answer.pod)
      calls.push({ webhook: webhook.name, saw: current, gave: answer.gave, isChanged })
      warnings.push(...answer.warnings)
      current = answer.pod
      if (answer.refusal !== undefined) return { pod: current, calls, warnings, refused: answer.refusal }
      if (isChanged) changed()
      if (webhook.reinvocationPolicy === 'IfNeeded') called.add(webhook)
    }
  }
  return ending({ ...current, spec: madeOf(current.spec, stored(current.spec)) }, calls, warnings)
}

/** What came of a call. */
export interface Called {
  /** What the webhook gave, and what the API server made of that. */
  readonly gave: Pod
  readonly pod: Pod
  readonly warnings: readonly string[]
  readonly refusal?: Refusal
}

/** Calls one webhook on a pod that the API server has. */
export function* call(webhook: Webhook, pod: Pod, uid = '1'): Steps<Called> {
  const { name } = webhook
  if ('mutate' in webhook) {
    const { mutate } = webhook
    // The API server sends what it has; whoever writes to it writes to a copy.
    const spec = yield* settled(mutate(madeOf(pod.spec, clone(pod.spec))))
    return decoded({ ...pod, spec: madeOf(pod.spec, spec) }, [])
  }
  try {
    const answered = yield* settled(webhook.review(reviewOf(clone(pod), uid)))
    const { pod: gave, warnings, refusal } = answerOf(pod, answered, name, uid)
    return refusal === undefined ? decoded(gave, warnings) : { gave, pod, warnings, refusal }
  } catch (error) {
    if (webhook.failurePolicy === 'Ignore') return { gave: pod, pod, warnings: [] }
    const cause = error instanceof InvalidResponse ? 'received invalid webhook response: ' : ''
    const message = `Internal error occurred: failed calling webhook "${name}": ${cause}${messageOf(error)}`
    return { gave: pod, pod, warnings: [], refusal: { code: 500, message, isDenial: false } }
  }
}

function decoded(gave: Pod, warnings: readonly string[]): Called {
  const fault = readingFault(gave.spec)
  if (fault !== undefined) {
    return {
      gave,
      pod: gave,
      warnings,
      refusal: { code: 500, message: `Internal error occurred: ${fault}`, isDenial: false },
    }
  }
  return { gave, pod: { ...gave, spec: madeOf(gave.spec, roundTrip(gave.spec)) }, warnings }
}

const readingFault = (spec: PodSpec): string | undefined => decodeError(spec)?.message

function ending(pod: Pod, calls: readonly Call[], warnings: readonly string[]): Admission {
  const errors = validatePodSpec(pod.spec).map(({ field, message }) => `${field}: ${message}`)
  if (errors.length === 0) return { pod, calls, warnings }
  const list = errors.length === 1 ? String(errors[0]) : `[${errors.join(', ')}]`
  const message = `Pod "${pod.metadata.name ?? ''}" is invalid: ${list}`
  return { pod, calls, warnings, refused: { code: 422, message, isDenial: false } }
}

const isPod = (value: object): value is Pod => 'spec' in value && !('containers' in value)
