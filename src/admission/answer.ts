import { asPodSpec } from '../cast.js'
import { ModelcarConfigError } from '../errors.js'
import type { Injector, Operation, Plan } from '../inject.js'
import { found, isList, isObject, isThenable } from '../json.js'
import { failed, malformed } from './refuse.js'
import type { AdmitOptions } from './options.js'
import type { Answer } from './response.js'
import type { AdmissionRequestLike, Request } from './review.js'
import { hasPod, skipReason, type AdmissionSkipReason } from './skip.js'
import { choose, compile, settled, sourcesOf, type AsyncAdmissionSource, type Given } from './source.js'

/** Answers a request. It hands out what a function of the request gave, and goes on with what that came to. */
export function* answer(
  request: Request,
  source: AsyncAdmissionSource | readonly AsyncAdmissionSource[],
  options: AdmitOptions,
): Generator<Given, Answer, Given> {
  const reason = skipReason(request)
  if (reason !== undefined) return skipped(reason)
  if (!hasPod(request)) return malformed(`request.object: expected a pod, found ${found(request.object)}`, options)
  const sources = sourcesOf(source)
  const plans: Plan[] = []
  let skip: AdmissionSkipReason | undefined
  let asked: AdmissionRequestLike = request
  for (const [index, each] of sources.entries()) {
    const chosen = typeof each === 'function' ? choose(settled(yield each(asked))) : { injector: compile(each) }
    if ('skip' in chosen) {
      skip ??= chosen.skip
      continue
    }
    try {
      const plan = planOf(chosen.injector, asked)
      plans.push(plan)
      if (plan.changed && index < sources.length - 1) asked = injected(chosen.injector, asked)
    } catch (error) {
      // What is thrown through two generators takes as long as a plan.
      return failed(error, request, options)
    }
  }
  // Stryker disable next-line StringLiteral: there is a source, and one without a plan has a reason.
  return plans.length === 0 ? skipped(skip ?? 'NotAsked') : planned(plans)
}

const skipped = (reason: AdmissionSkipReason): Answer => ({ allowed: true, audit: { skipped: reason } })

/** The paths of each patch are those of the pod as the patches before it leave it, as RFC 6902 has it. */
function planned(plans: readonly Plan[]): Answer {
  // A patch may have hundreds of thousands of operations, and this takes half the time of `flatMap`.
  const patch: Operation[] = []
  for (const plan of plans) for (const operation of plan.patch) patch.push(inPod(operation))
  return {
    allowed: true,
    ...(plans.some(({ changed }) => changed) && { audit: { injected: 'true' } }),
    patch,
    warnings: plans.flatMap(({ warnings }) => warnings.map(({ field, message }) => `${field} ${message}`)),
  }
}

/** A plan's patch is relative to the pod spec. */
const inPod = (operation: Operation): Operation =>
  // Stryker disable next-line ConditionalExpression,StringLiteral: a value that is undefined is not in the text of a patch.
  operation.op === 'remove'
    ? { op: 'remove', path: `/spec${operation.path}` }
    : { op: operation.op, path: `/spec${operation.path}`, value: operation.value }

/** The plan checks the pod spec itself, and says what is wrong with one that is none. An injector may be the user's own. */
function planOf(injector: Injector, { object }: AdmissionRequestLike): Plan {
  const planned: unknown = injector.plan(asPodSpec(object.spec))
  return isPlan(planned) ? planned : noInjector('plan gives a patch and warnings', planned)
}

const isPlan = (value: unknown): value is Plan =>
  isObject(value) && isListWhere(value.patch, isOperation) && isListWhere(value.warnings, isWarning)

function isListWhere(value: unknown, is: (entry: unknown) => boolean): boolean {
  if (!isList(value)) return false
  for (const entry of value) if (!is(entry)) return false
  return true
}

function isOperation(value: unknown): boolean {
  if (!isObject(value) || typeof value.path !== 'string') return false
  return value.op === 'remove' || ((value.op === 'add' || value.op === 'replace') && value.value !== undefined)
}

const isWarning = (value: unknown): boolean =>
  isObject(value) && typeof value.field === 'string' && typeof value.message === 'string'

/** What the next source is asked for: the pod as it is by now. */
function injected(injector: Injector, request: AdmissionRequestLike): AdmissionRequestLike {
  const spec: unknown = injector.inject(asPodSpec(request.object.spec))
  if (!isObject(spec) || isThenable(spec)) return noInjector('inject gives a pod spec', spec)
  return { ...request, object: { ...request.object, spec: asPodSpec(spec) } }
}

function noInjector(whose: string, given: unknown): never {
  const what = isThenable(given) ? 'a promise' : found(given)
  const message = `expected an injector whose ${whose}, found one that gives ${what}`
  throw new ModelcarConfigError([{ code: 'InvalidType', field: 'config', message }])
}
