import { aboutOf, mostCauses, type Cause, type ModelcarError, type Subject } from '../errors.js'
import { cut, longest } from './bounds.js'

/** A `meta/v1` Status, as the API server wants it of a refusal and as `kubectl` prints it. */
export interface Status {
  readonly status: 'Failure'
  readonly message: string
  readonly reason: 'BadRequest' | 'Invalid' | 'InternalError'
  readonly code: 400 | 422 | 500
  readonly details?: {
    readonly name?: string
    readonly kind: 'Pod'
    readonly causes: readonly StatusCause[]
  }
}

/** One fault, at a field of the pod or, as `config.…`, of the config. */
export interface StatusCause {
  readonly reason: string
  readonly message: string
  readonly field: string
}

/** Causes by the names that Kubernetes has for them (k8s.io/apimachinery, CauseType); a conflict is something that may not be there. */
const reasons: ReadonlyMap<Cause['code'], string> = new Map<Cause['code'], string>([
  ['Required', 'FieldValueRequired'],
  ['Duplicate', 'FieldValueDuplicate'],
  ['InvalidType', 'FieldValueTypeInvalid'],
  ['InvalidValue', 'FieldValueInvalid'],
  ['TargetNotFound', 'FieldValueNotFound'],
])

/** The status of a refusal. `title` and `name` are the pod's, for the message and the details. */
export function refusal(
  error: ModelcarError,
  title: string,
  name: string | undefined,
): Status & Required<Pick<Status, 'details'>> {
  const { causes, more } = toldOf(error)
  // No user can mend a wrong config in the pod.
  const isOfPod = causes.some((cause) => aboutOf(error, cause) === 'pod')
  const told = causes.map((cause) => ({
    reason: reasons.get(cause.code) ?? 'FieldValueForbidden',
    message: cut(cause.message, longest.message),
    field: cut(fieldAs(aboutOf(error, cause), cause.field), longest.field),
  }))
  const last = causes[causes.length - 1]
  // What prints the causes (kubectl does) does not print the message.
  if (more > 0 && last !== undefined) told.push(andMore(more, aboutOf(error, last)))
  return {
    status: 'Failure',
    message: messageOf(error, title),
    reason: isOfPod ? 'Invalid' : 'InternalError',
    code: isOfPod ? 422 : 500,
    details: name === undefined ? { kind: 'Pod', causes: told } : { name, kind: 'Pod', causes: told },
  }
}

const andMore = (more: number, about: Subject): StatusCause => ({
  reason: 'FieldValueInvalid',
  message: `and ${String(more)} more`,
  field: roots[about],
})

/** A hundred causes at most, with the one that says how many more there are. Another version of the library may have kept more. */
function toldOf(error: LooseError): { readonly causes: readonly Cause[]; readonly more: number } {
  const { causes } = error
  const told = moreThan(error, mostCauses) > 0 ? causes.slice(0, mostCauses - 1) : causes
  return { causes: told, more: moreThan(error, told.length) }
}

/** What fields are fields of, as an answer has it. KServe's settings are a config, too. */
const roots: Readonly<Record<Subject, string>> = {
  pod: 'spec',
  config: 'config',
  overlay: 'overlay',
  kserve: 'config',
  arguments: 'arguments',
}

/** A field of the pod as it is; a field of what the caller wrote behind the name of that. */
const fieldAs = (about: Subject, field: string): string =>
  about === 'pod' || field === roots[about] ? field : `${roots[about]}.${field}`

/**
 * The error's message, which has one cause a line; as many as there is room for, and how many more there are. An error of another
 * version of the library may not say how many it left out.
 */
function messageOf(error: LooseError, title: string): string {
  const { message = 'refused' } = error
  const whole = `${title}: ${message}`
  if (whole.length <= longest.status) return whole
  const end = whole.lastIndexOf(nextCause, longest.status)
  if (end === -1) return cut(whole, longest.status)
  const told = whole.slice(0, end)
  return `${told}${nextCause}and ${moreThan(error, told.split(nextCause).length - 1)} more`
}

/** How many causes there are beyond so many that are told. */
const moreThan = ({ causes, omitted = 0 }: LooseError, told: number): number => causes.length + omitted - told

type LooseError = Pick<ModelcarError, 'causes'> & Partial<Pick<ModelcarError, 'message' | 'omitted'>>

const nextCause = '\n- '

export const badRequest = (message: string): Status => ({ status: 'Failure', message, reason: 'BadRequest', code: 400 })

export const internalError = (message: string): Status => ({
  status: 'Failure',
  message,
  reason: 'InternalError',
  code: 500,
})
