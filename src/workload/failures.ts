import {
  ModelcarConfigError,
  ModelcarConflictError,
  ModelcarPodSpecError,
  aboutOf,
  isModelcarError,
  mostCauses,
  type Cause,
  type ErrorCode,
  type ModelcarError,
} from '../errors.js'
import { asCauses } from './cast.js'

/** What was thrown for a pod spec of an object, and where that pod spec is. */
export interface Failure<E = ModelcarError> {
  readonly error: E
  /** The field of the pod spec in the object. */
  readonly field: string
  /** What the object is called in a message; undefined where it has no name. */
  readonly title: string | undefined
}

/** Keeps a failure by one of the library's errors; what else was thrown is thrown on. */
export function fail(failures: Failure[], { error, ...where }: Failure<unknown>): void {
  if (!isModelcarError(error)) throw error
  failures.push({ error, ...where })
}

/**
 * One error of all failures, whose causes say where in the object their pod is (`spec.containers[0]` becomes
 * `spec.template.spec.containers[0]`), and of which object they are. The kind of error is the first of config, pod spec, conflict that
 * is among them. What was thrown is its `cause`.
 */
export function errorOf(failures: readonly Failure[]): ModelcarError | undefined {
  const [first, ...more] = failures
  if (first === undefined) return undefined
  // There is nothing to say that the error does not say itself.
  if (more.length === 0 && first.field === 'spec' && first.title === undefined) return first.error
  const code = codes.find((each) => failures.some(({ error }) => error.code === each)) ?? first.error.code
  const { causes, omitted } = causesOf(failures)
  const error = build(
    failures.map((failure) => failure.error).find((each) => each.code === code) ?? first.error,
    causes,
    omitted,
  )
  error.cause = more.length === 0 ? first.error : new AggregateError(failures.map((failure) => failure.error))
  return error
}

const codes: readonly ErrorCode[] = ['InvalidConfig', 'InvalidPodSpec', 'Conflict']

/** An error of the same kind, about the same, with other causes. */
function build(like: ModelcarError, causes: readonly Cause[], omitted: number): ModelcarError {
  switch (like.code) {
    case 'InvalidPodSpec':
      return new ModelcarPodSpecError(asCauses(causes), omitted)
    case 'Conflict':
      return new ModelcarConflictError(asCauses(causes), nounOf(like), omitted)
    case 'InvalidConfig':
      return new ModelcarConfigError(asCauses(causes), omitted, like.about === 'pod' ? 'config' : like.about)
  }
}

const nounOf = (error: ModelcarError): 'overlay' | 'model' =>
  'noun' in error && error.noun === 'overlay' ? 'overlay' : 'model'

/** The causes that are told; the others are counted. A field is as long as its object is deep. */
function causesOf(failures: readonly Failure[]): { readonly causes: readonly Cause[]; readonly omitted: number } {
  const causes: Cause[] = []
  let omitted = 0
  const ofConfig = new Set<string>()
  for (const { error, field, title } of failures) {
    omitted += omittedIn(error)
    for (const cause of error.causes) {
      const isPlaced = aboutOf(error, cause) === 'pod'
      if (!isPlaced && !isNew(ofConfig, cause)) continue
      // Stryker disable next-line ConditionalExpression: the error keeps no more either; these are not made in vain.
      if (causes.length === mostCauses) omitted++
      else causes.push(isPlaced ? placed(cause, field, title) : cause)
    }
  }
  return { causes, omitted }
}

const omittedIn = (error: object): number =>
  'omitted' in error && typeof error.omitted === 'number' ? error.omitted : 0

/** A wrong config is wrong for every object: it is told once. */
function isNew(told: Set<string>, { field, message }: Cause): boolean {
  const fault = `${field}: ${message}`
  if (told.has(fault)) return false
  told.add(fault)
  return true
}

function placed(cause: Cause, field: string, title: string | undefined): Cause {
  const message = title === undefined ? cause.message : `${title}: ${cause.message}`
  return { ...cause, field: fieldIn(field, cause.field), message }
}

function fieldIn(podSpec: string, field: string): string {
  if (field.startsWith('spec')) return `${podSpec}${field.slice('spec'.length)}`.replace(/^\./, '')
  const pod = podSpec.replace(/(?:^|\.)spec$/, '')
  return pod === '' ? field : `${pod}.${field}`
}
