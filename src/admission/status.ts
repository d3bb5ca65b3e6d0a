import { aboutOf, type Cause, type ModelcarError, type Subject } from '../errors.js'
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

/** The status of a refusal, with these of its causes. `title` and `name` are the pod's, for the message and the details. */
export function refusal(
  error: ModelcarError,
  causes: readonly Cause[],
  title: string,
  name: string | undefined,
): Status & Required<Pick<Status, 'details'>> {
  return {
    status: 'Failure',
    message: messageOf(error, title),
    // No user can mend a wrong config in the pod.
    ...(causes.some((cause) => aboutOf(error, cause) === 'pod')
      ? { reason: 'Invalid', code: 422 }
      : { reason: 'InternalError', code: 500 }),
    details: {
      ...(name !== undefined && { name }),
      kind: 'Pod',
      causes: causes.map((cause) => ({
        reason: reasons.get(cause.code) ?? 'FieldValueForbidden',
        message: cut(cause.message, longest.message),
        field: cut(fieldAs(aboutOf(error, cause), cause.field), longest.field),
      })),
    },
  }
}

/** A field of the pod as it is; a field of a config or an overlay behind the name of that. */
const fieldAs = (about: Subject, field: string): string =>
  about === 'pod' || field === about ? field : `${about}.${field}`

/**
 * The error's message, which has one cause a line; as many as there is room for, and how many more there are. An error of another
 * version of the library may not say how many it left out.
 */
function messageOf({ message = 'refused', causes, omitted = 0 }: LooseError, title: string): string {
  const whole = `${title}: ${message}`
  if (whole.length <= longest.status) return whole
  const end = whole.lastIndexOf(nextCause, longest.status)
  if (end === -1) return cut(whole, longest.status)
  const told = whole.slice(0, end)
  const more = causes.length + omitted - (told.split(nextCause).length - 1)
  return `${told}${nextCause}and ${more} more`
}

type LooseError = Pick<ModelcarError, 'causes'> & Partial<Pick<ModelcarError, 'message' | 'omitted'>>

const nextCause = '\n- '

export const badRequest = (message: string): Status => ({ status: 'Failure', message, reason: 'BadRequest', code: 400 })

export const internalError = (message: string): Status => ({
  status: 'Failure',
  message,
  reason: 'InternalError',
  code: 500,
})
