import fc from 'fast-check'
import type { Webhook } from '../admission-chain.js'
import { roundTrip } from '../api-server/round-trip.js'
import { validatePodSpec } from '../api-server/validation/pod-spec.js'
import { stepsBetween } from '../arbitraries/between-calls.js'
import { anyJson, mutated } from '../arbitraries/junk.js'
import { podSpecs } from '../arbitraries/pod-specs.js'
import { runChanges } from '../changes.js'
import { asFieldsArbitrary, asPodSpec, generating } from '../cast.js'
import { framed } from '../laws/framed.js'
import { idempotent } from '../laws/idempotent.js'
import type { Verdict } from '../laws/law.js'
import { patch } from '../laws/patch.js'
import { pure } from '../laws/pure.js'
import { attempt } from '../laws/refusal.js'
import { settles } from '../laws/settles.js'
import { stable } from '../laws/stable.js'
import type { Steps } from '../laws/steps.js'
import { total } from '../laws/total.js'
import { unique } from '../laws/unique.js'
import { valid } from '../laws/valid.js'
import { goodNeighbours } from '../neighbours.js'
import { copy } from '../json.js'
import { madeOf } from '../metadata.js'
import type { Inject, Mutate, PodSpec } from '../pod.js'
import { checkLaw, judgeOf, type LawReport, type Sample } from './check.js'
import type { LawOptions } from './options.js'

/** Asks about a law. */
type Ask = (mutate: Mutate, options: LawOptions) => Promise<LawReport>

interface PodSample extends Sample {
  readonly podSpec: PodSpec
}

interface ReachedSample extends PodSample {
  /** Whether the mutator has been there before. */
  readonly again: boolean
}

const podsOf = ({ pods = podSpecs() }: LawOptions): fc.Arbitrary<PodSpec> => pods

/** A pod as the mutator is shown it, which may write to it; in a report it stands as it was generated, which is shorter. */
const shown = (podSpec: PodSpec, { decoded = false }: LawOptions): PodSpec =>
  decoded ? roundTrip(podSpec) : copy(podSpec)

/** What happens between two calls; its text names it. */
function betweenOf(steps: Sample['steps'], options: LawOptions): Inject {
  const run = runChanges(steps)
  return Object.assign((podSpec: PodSpec) => madeOf(podSpec, shown(run(podSpec), options)), {
    toString: () => String(run),
  })
}
const record = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  generating(fc.record(fields, { noNullPrototype: true }))

/** Asks a law about pods that nobody has touched, and about what the mutator itself and others have made of them. */
const onReached =
  (law: string, course: (mutate: Mutate, podSpec: PodSpec, options: LawOptions) => Steps<Verdict>): Ask =>
  (mutate, options) => {
    const samples = record<ReachedSample>({
      podSpec: podsOf(options),
      again: fc.boolean(),
      steps: stepsBetween(options.changes, 0),
    })
    return checkLaw(
      law,
      samples,
      function* ({ podSpec, again, steps }) {
        const first = shown(podSpec, options)
        const reached = again ? yield* reach(mutate, first, steps, options) : first
        return yield* course(mutate, reached, options)
      },
      options,
    )
  }

function* reach(mutate: Mutate, podSpec: PodSpec, steps: Sample['steps'], options: LawOptions): Steps<PodSpec> {
  const outcome = yield* attempt(() => mutate(podSpec), judgeOf(options).isRefusal)
  return betweenOf(steps, options)('result' in outcome ? outcome.result : podSpec)
}

/** What each of the laws asks, by its name. */
export const laws = {
  idempotent: (mutate, options) => {
    const samples = record<PodSample>({ podSpec: podsOf(options), steps: fc.constant([]) })
    return checkLaw(
      'idempotent',
      samples,
      ({ podSpec }) => idempotent(mutate, shown(podSpec, options), judgeOf(options)),
      options,
    )
  },
  stable: (mutate, options) => {
    const samples = record<PodSample>({ podSpec: podsOf(options), steps: stepsBetween(options.changes, 1) })
    return checkLaw(
      'stable',
      samples,
      ({ podSpec, steps }) => stable(mutate, betweenOf(steps, options), shown(podSpec, options), judgeOf(options)),
      options,
    )
  },
  framed: onReached('framed', (mutate, podSpec, options) => {
    const { mayChange = [] } = options
    return framed(mutate, podSpec, (path) => mayChange.includes(path), judgeOf(options))
  }),
  unique: onReached('unique', (mutate, podSpec, options) => unique(mutate, podSpec, judgeOf(options))),
  valid: onReached('valid', (mutate, podSpec, options) => valid(mutate, podSpec, validatePodSpec, judgeOf(options))),
  patch: onReached('patch', (mutate, podSpec, options) => {
    const { plan = () => [] } = options
    return patch(plan, mutate, podSpec, judgeOf(options))
  }),
  settles: (mutate, options) => {
    const { neighbours = goodNeighbours } = options
    const samples = record<ChainSample>({
      podSpec: podsOf(options),
      steps: fc.constant([]),
      others: fc.uniqueArray(neighbourOf(neighbours), { maxLength: 3, selector: ({ name }) => name }),
    })
    return checkLaw(
      'settles',
      samples,
      ({ podSpec, others }) => settles([...others, ours(mutate)], ours(mutate).name, podSpec, judgeOf(options)),
      options,
    )
  },
  pure: onReached('pure', (mutate, podSpec, options) => pure(mutate, podSpec, judgeOf(options))),
  total: (mutate, options) => {
    const broken = mutated(asFieldsArbitrary(podsOf(options)))
    const samples = record<Sample>({ podSpec: fc.oneof(anyJson, broken), steps: fc.constant([]) })
    const course = ({ podSpec }: Sample): Steps<Verdict> =>
      total((value) => mutate(asPodSpec(value)), copy(podSpec), judgeOf(options))
    return checkLaw('total', samples, course, options)
  },
} as const satisfies Readonly<Record<string, Ask>>

/** The name of a law. */
export type LawName = keyof typeof laws

interface ChainSample extends PodSample {
  readonly others: readonly Webhook[]
}

const ours = (mutate: Mutate): Webhook => ({ name: 'mutator', reinvocationPolicy: 'IfNeeded', mutate })

/** A neighbour before or behind the mutator, since webhooks are asked in the order of their names. */
const neighbourOf = (neighbours: NonNullable<LawOptions['neighbours']>): fc.Arbitrary<Webhook> =>
  fc
    .tuple(
      fc.constantFrom(...neighbours),
      fc.constantFrom('earlier', 'next'),
      fc.constantFrom('IfNeeded' as const, 'Never' as const),
    )
    .map(([{ name, mutate }, place, reinvocationPolicy]) => ({
      name: `${place} webhook (${name})`,
      reinvocationPolicy,
      mutate,
    }))
