import type fc from 'fast-check'
import type { IsRefusal } from '../laws/refusal.js'
import type { PlanPatch } from '../laws/patch.js'
import type { Neighbour } from '../neighbours.js'
import type { PodSpec } from '../pod.js'

/** How a mutator is held to the laws. */
export interface LawOptions {
  /** The pods; by default `podSpecs()`. */
  readonly pods?: fc.Arbitrary<PodSpec>
  /** Whether it is shown pods as webhooks are: decoded and defaulted by the API server; by default as they are generated. */
  readonly decoded?: boolean
  /** Names out of `changes` that may happen between two calls; by default all. */
  readonly changes?: readonly string[]
  /** Whom it is chained with; by default `goodNeighbours`. */
  readonly neighbours?: readonly Neighbour[]
  /** What it may change of what is there, by path, such as `containers[*].image`; by default nothing: it only adds. */
  readonly mayChange?: readonly string[]
  /** The JSON patch that it plans, with paths that begin at the pod spec; without it the law of patches is not asked for. */
  readonly plan?: PlanPatch
  /** Tells a refusal, which is an answer, from a fault; by default all errors but those of the JavaScript engine are refusals. */
  readonly isRefusal?: IsRefusal
  /**
   * Whether it matters which objects a result is made of; by default only the JSON counts. A call that has nothing to do then has to give
   * back the very object that it was handed, and what is new in a result may neither be frozen nor shared with the result of another
   * call.
   */
  readonly byReference?: boolean
  /** How many pods each law is asked about; 100 by default. */
  readonly runs?: number
  /** Repeats a run; by default one that the clock draws. */
  readonly seed?: number
  /** How long a promise of a pod spec may take; 10 by default, as the API server waits for a webhook. */
  readonly timeoutSeconds?: number
  /** Tells, before each pod, whether no more are to be asked about: a bound on time, or on requests. */
  readonly isOver?: () => boolean
  /** Ends it at once, as an `AbortSignal` does: what comes of the pod that is being asked about counts for nothing. */
  readonly signal?: { readonly aborted: boolean }
}
