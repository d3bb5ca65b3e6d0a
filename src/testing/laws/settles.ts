import { type Admission, admission, call, type Webhook } from '../admission-chain.js'
import { validatePodSpec } from '../api-server/validation/pod-spec.js'
import { clone } from '../json.js'
import type { Pod, PodSpec } from '../pod.js'
import { jsonDifferences } from './differences.js'
import { BrokenLaw, changesMade, copyOf, isSameToServer, type Judge, lenient, type Verdict } from './law.js'
import { attemptSteps } from './refusal.js'
import { settled, type Steps } from './steps.js'
import { trendOf, trendText } from './trend.js'
import type { Validate } from './valid.js'

/**
 * In a reinvoking chain the pod settles: after the two rounds nobody who would be asked again has anything left to do. Where the chain
 * never settles, the fault says whether the pod oscillates or grows.
 *
 * @param ours the webhook that is judged by `judge`; of others it is enough that they want nothing else.
 */
export function* settles(
  chain: readonly Webhook[],
  ours: string,
  podSpec: PodSpec,
  judge: Judge = lenient,
): Steps<Verdict> {
  if (validatePodSpec(podSpec).length > 0) return 'refused'
  const fault = yield* faultIn(chain, ours, podSpec, judge)
  if (fault === undefined || fault === 'refused') return fault ?? 'held'
  // Where the others do not get along among themselves, nothing can be said of ours.
  const others = chain.filter(({ name }) => name !== ours)
  if ((yield* faultIn(others, ours, podSpec, judge)) !== undefined) return 'refused'
  throw fault
}

function* faultIn(
  chain: readonly Webhook[],
  ours: string,
  podSpec: PodSpec,
  judge: Judge,
): Steps<BrokenLaw | 'refused' | undefined> {
  const outcome = yield* attemptSteps(() => admission(podSpec, chain), judge.isRefusal)
  if ('refusal' in outcome) return 'refused'
  const { pod, calls, refused } = outcome.result
  const names = calls.map(({ webhook }) => webhook)
  if (refused !== undefined) {
    if (refused.isDenial) return 'refused'
    return new BrokenLaw('settles: the API server refuses the pod', {
      before: podSpec,
      after: pod.spec,
      calls: names,
      details: [refused.message],
    })
  }
  for (const webhook of chain) {
    if (webhook.reinvocationPolicy === 'Never') continue
    const handed = copyOf(pod.spec)
    const before = clone(handed)
    const again = yield* callAgain(webhook, { ...pod, spec: handed })
    const left = webhook.name === ours ? changesMade(judge, before, again, handed) : jsonDifferences(before, again)
    if (left.length === 0 || (!judge.byReference && isSameToServer(before, again))) continue
    const trend = yield* trendOf(pod, function* (state) {
      return (yield* admission(state, chain)).pod
    })
    return new BrokenLaw(`settles: ${webhook.name} has not settled`, {
      before,
      after: again,
      calls: names,
      details: [trendText(trend), ...left],
    })
  }
  return undefined
}

/** By itself, so that what it gives can be told from what it was handed by reference. */
function* callAgain(webhook: Webhook, pod: Pod): Steps<PodSpec> {
  return 'mutate' in webhook ? yield* settled(webhook.mutate(pod.spec)) : (yield* call(webhook, pod)).pod.spec
}

/** Beside others that never settle, the chain ends after two rounds with a pod that is accepted, or a clear refusal. */
export function* ends(
  chain: readonly Webhook[],
  podSpec: PodSpec,
  validate: Validate,
  { isRefusal }: Judge = lenient,
): Steps<Verdict> {
  if (validate(podSpec).length > 0) return 'refused'
  const outcome = yield* attemptSteps(() => admission(podSpec, chain), isRefusal)
  if ('refusal' in outcome) return 'refused'
  const { pod, calls }: Admission = outcome.result
  const names = calls.map(({ webhook }) => webhook)
  const errors = validate(pod.spec)
  if (errors.length > 0) {
    throw new BrokenLaw('settles: the API server refuses the result', {
      before: podSpec,
      after: pod.spec,
      calls: names,
      details: errors,
    })
  }
  return 'held'
}
