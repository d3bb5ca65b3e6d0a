import type { Webhook } from '../../../src/testing/admission-chain.js'
import { idempotent } from '../../../src/testing/laws/idempotent.js'
import type { Verdict } from '../../../src/testing/laws/law.js'
import { ends, settles } from '../../../src/testing/laws/settles.js'
import { stable } from '../../../src/testing/laws/stable.js'
import { runSync } from '../../../src/testing/laws/steps.js'
import type { Validate } from '../../../src/testing/laws/valid.js'
import type { Inject, PodSpec } from '../../../src/testing/pod.js'
import { strict } from './judge.js'

/*
 * The laws that hold for any mutator, judged as this library promises them: by reference.
 */

/** L2: a second call gives back the very object that the first one made. */
export const assertIdempotent = (inject: Inject, podSpec: PodSpec): Verdict =>
  runSync(idempotent(inject, podSpec, strict))

/** L3: whatever happens to the pod between two calls, the second call gives back the very object that it is handed. */
export const assertStable = (inject: Inject, between: Inject, podSpec: PodSpec): Verdict =>
  runSync(stable(inject, between, podSpec, strict))

/** What stands for our webhook in a chain. */
export const ourWebhook = (mutate: Inject, name: string): Webhook => ({ name, mutate, reinvocationPolicy: 'IfNeeded' })

/** L9: in a reinvoking chain with others that are idempotent and do not undo what we enforce, the pod settles. */
export const assertSettles = (inject: Inject, ours: string, others: readonly Webhook[], podSpec: PodSpec): Verdict =>
  runSync(settles([...others, ourWebhook(inject, ours)], ours, podSpec, strict))

/** L9: beside others that never settle, the chain ends after two rounds with a pod that is accepted, or a clear refusal. */
export const assertEnds = (
  inject: Inject,
  ours: string,
  others: readonly Webhook[],
  podSpec: PodSpec,
  admissionErrors: Validate,
): Verdict => runSync(ends([...others, ourWebhook(inject, ours)], podSpec, admissionErrors, strict))
