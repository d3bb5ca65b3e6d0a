import { isFields } from '../json.js'
import type { PlanPatch } from '../laws/patch.js'
import { noting } from '../laws/refusal.js'
import type { Mutate } from '../pod.js'
import { checkArguments } from './arguments.js'
import type { LawReport } from './check.js'
import { type LawName, laws } from './laws.js'
import type { LawOptions } from './options.js'
import { givingInTime, givingPodSpec, notingChanges } from './given.js'
import { LawError } from './report.js'

/*
 * The laws as assertions. Each generates pods, asks the law about them, and rejects with a `LawError` where it is broken; the message
 * shows the smallest pod. They know no test runner: `await` one in a test of any. Wrong arguments, such as an option that is misspelt,
 * are a `TypeError`.
 */

type Expect = (mutate: Mutate, options?: LawOptions) => Promise<void>

async function ask(law: LawName, mutate: Mutate, options: LawOptions): Promise<LawReport> {
  const { timeoutSeconds = 10 } = options
  // What becomes of junk may be anything.
  const giving = law === 'total' ? givingInTime : givingPodSpec
  const { isRefusal, first } = noting(options.isRefusal)
  const { noted, hasChanged } = notingChanges(mutate)
  const report = await laws[law](giving(law, noted, timeoutSeconds), { ...options, isRefusal })
  if (report.outcome === 'kept' && law !== 'total' && !hasChanged()) return { ...report, outcome: 'untested' }
  return report.outcome === 'untested' ? { ...report, ...first } : report
}

async function expectKept(law: LawName, mutate: Mutate, options: LawOptions): Promise<void> {
  checkArguments(mutate, options, [law])
  const report = await ask(law, mutate, options)
  if (report.outcome !== 'kept') throw new LawError([report])
}

const expecting =
  (law: LawName): Expect =>
  (mutate, options = {}) =>
    expectKept(law, mutate, options)

/**
 * Expects that a second call changes nothing: `f(f(x))` is `f(x)`.
 *
 * @example
 * const append = (spec: PodSpec): PodSpec => ({ ...spec, containers: [...spec.containers, { name: 'more', image: 'a:1' }] })
 * await expectIdempotent(append).catch((error: unknown) => console.log(String(error).split('\n')[0]))
 * //=> LawError: idempotent: a second call made another pod
 *
 * @function
 */
export const expectIdempotent = expecting('idempotent')

/**
 * Expects that a second call changes nothing whatever the API server, its plugins and other webhooks did in between.
 *
 * @example
 * const shipper = { name: 'log-shipper', image: 'registry.example/shipper:3' }
 * const mutate = (spec: PodSpec): PodSpec =>
 *   spec.containers.some(({ name }) => name === shipper.name)
 *     ? spec
 *     : { ...spec, containers: [...spec.containers, { ...shipper }] }
 * await expectStable(mutate)
 * console.log('kept') //=> kept
 *
 * @function
 */
export const expectStable = expecting('stable')

/**
 * Expects that what was in the pod stays, in its order, but for what `mayChange` names.
 *
 * @example
 * const shipper = { name: 'log-shipper', image: 'registry.example/shipper:3' }
 * const mutate = (spec: PodSpec): PodSpec =>
 *   spec.containers.some(({ name }) => name === shipper.name)
 *     ? spec
 *     : { ...spec, containers: [...spec.containers, { ...shipper }] }
 * await expectFramed(mutate)
 * console.log('kept') //=> kept
 *
 * @function
 */
export const expectFramed = expecting('framed')

/**
 * Expects that nothing is there twice that was not before: no container, volume, mount path, variable or port.
 *
 * @example
 * const shipper = { name: 'log-shipper', image: 'registry.example/shipper:3' }
 * const mutate = (spec: PodSpec): PodSpec =>
 *   spec.containers.some(({ name }) => name === shipper.name)
 *     ? spec
 *     : { ...spec, containers: [...spec.containers, { ...shipper }] }
 * await expectUnique(mutate)
 * console.log('kept') //=> kept
 *
 * @function
 */
export const expectUnique = expecting('unique')

/**
 * Expects that the API server takes what comes out of a pod that it takes, by the rules that `validatePodSpec` knows.
 *
 * @example
 * const shipper = { name: 'log-shipper', image: 'registry.example/shipper:3' }
 * const mutate = (spec: PodSpec): PodSpec =>
 *   spec.containers.some(({ name }) => name === shipper.name)
 *     ? spec
 *     : { ...spec, containers: [...spec.containers, { ...shipper }] }
 * await expectValid(mutate)
 * console.log('kept') //=> kept
 *
 * @function
 */
export const expectValid = expecting('valid')

/**
 * Expects that the pod settles in a chain with other webhooks, in any order; the message says whether it oscillates or grows.
 *
 * @example
 * const shipper = { name: 'log-shipper', image: 'registry.example/shipper:3' }
 * const mutate = (spec: PodSpec): PodSpec =>
 *   spec.containers.some(({ name }) => name === shipper.name)
 *     ? spec
 *     : { ...spec, containers: [...spec.containers, { ...shipper }] }
 * await expectSettles(mutate)
 * console.log('kept') //=> kept
 *
 * @function
 */
export const expectSettles = expecting('settles')

/**
 * Expects that the pod is not written to, that two calls make the same, and share nothing that is new.
 *
 * @example
 * const shipper = { name: 'log-shipper', image: 'registry.example/shipper:3' }
 * const mutate = (spec: PodSpec): PodSpec =>
 *   spec.containers.some(({ name }) => name === shipper.name)
 *     ? spec
 *     : { ...spec, containers: [...spec.containers, { ...shipper }] }
 * await expectPure(mutate)
 * console.log('kept') //=> kept
 *
 * @function
 */
export const expectPure = expecting('pure')

/**
 * Expects of any JSON whatever a result or a refusal, never an error of the JavaScript engine.
 *
 * @example
 * const mutate = (spec: PodSpec): PodSpec => {
 *   if (typeof spec !== 'object' || spec === null) throw new Error('expected a pod spec')
 *   return { ...spec, hostname: 'app-0' }
 * }
 * await expectTotal(mutate)
 * console.log('kept') //=> kept
 *
 * @function
 */
export const expectTotal = expecting('total')

/**
 * Expects that a planned JSON patch applies, as strictly as RFC 6902 says, and makes what the mutator makes.
 *
 * @param plan gives a patch whose paths begin at the pod spec.
 *
 * @example
 * const config = { image: 'registry.example/team/model:1', targets: ['app'] }
 * const mutate = (spec: PodSpec): PodSpec => injectModelcar(spec, config)
 * const plan = (spec: PodSpec) => planModelcar(spec, config).patch
 * await expectPatch(plan, mutate, { pods: podSpecs({ names: ['app'] }), isRefusal: isModelcarError })
 * console.log('kept') //=> kept
 */
export const expectPatch = (plan: PlanPatch, mutate: Mutate, options: LawOptions = {}): Promise<void> =>
  expectKept('patch', mutate, isFields(options) ? { ...options, plan } : options)

/** Which laws are asked about, and who is told of each that is done. */
export interface AllLawsOptions extends LawOptions {
  /** Names of laws; by default all, but `patch` only with a `plan`, and `total` only of what is not shown decoded pods alone. */
  readonly laws?: readonly LawName[]
  /** Is told of each law as soon as it is done. */
  readonly onReport?: (report: LawReport) => void
}

/**
 * Asks about all laws, one after the other, and reports on each; it rejects for no law, and with a `TypeError` for wrong arguments.
 *
 * @example
 * const append = (spec: PodSpec): PodSpec => ({ ...spec, containers: [...spec.containers, { name: 'more', image: 'a:1' }] })
 * const reports = await reportLaws(append, { laws: ['pure', 'idempotent'] })
 * console.log(reports.map(({ law, outcome }) => `${law}: ${outcome}`)) //=> [ 'pure: kept', 'idempotent: broken' ]
 */
export async function reportLaws(mutate: Mutate, options: AllLawsOptions = {}): Promise<readonly LawReport[]> {
  checkArguments(mutate, options)
  const asked = options.laws ?? lawNames.filter((law) => isAskedByDefault(law, options))
  const reports: LawReport[] = []
  for (const law of asked) {
    const report = await ask(law, mutate, options)
    options.onReport?.(report)
    reports.push(report)
  }
  return reports
}

function isAskedByDefault(law: LawName, { plan, decoded = false }: AllLawsOptions): boolean {
  if (law === 'patch') return plan !== undefined
  return law !== 'total' || !decoded
}

/** The names of all laws, in the order in which they are asked about. */
export const lawNames: readonly LawName[] = [
  'total',
  'pure',
  'idempotent',
  'stable',
  'framed',
  'unique',
  'valid',
  'patch',
  'settles',
]

/**
 * Expects that all laws are kept; the message shows all that are not.
 *
 * @example
 * const shipper = { name: 'log-shipper', image: 'registry.example/shipper:3' }
 * const mutate = (spec: PodSpec): PodSpec =>
 *   spec.containers.some(({ name }) => name === shipper.name)
 *     ? spec
 *     : { ...spec, containers: [...spec.containers, { ...shipper }] }
 * await expectLaws(mutate, { laws: ['pure', 'idempotent', 'stable'] })
 * console.log('kept') //=> kept
 */
export async function expectLaws(mutate: Mutate, options: AllLawsOptions = {}): Promise<void> {
  const broken = (await reportLaws(mutate, options)).filter(({ outcome }) => outcome !== 'kept')
  if (broken.length > 0) throw new LawError(broken)
}
