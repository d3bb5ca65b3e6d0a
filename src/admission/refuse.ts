import type { AuditAnnotations } from './outcome.js'
import { isModelcarError, mostCauses } from '../errors.js'
import { found, isObject } from '../json.js'
import { cut, longest } from './bounds.js'
import { tell, type AdmitOptions } from './options.js'
import type { Answer } from './response.js'
import type { Request } from './review.js'
import { hasPod } from './skip.js'
import { badRequest, internalError, refusal, type Status } from './status.js'

/** The answer to a review that is malformed. */
export function malformed(fault: string, options: AdmitOptions): Answer {
  const told = cut(fault, longest.message)
  return open({ failed: 'BadRequest' }, badRequest(told), () => [told], options)
}

/** The answer to a request for which something was thrown, once the server was told. */
export function failed(error: unknown, request: Request, options: AdmitOptions): Answer {
  try {
    if (hasPod(request)) tell(options, error, request)
    const name = nameOf(request)
    return refuse(error, titleOf(request, name), name, options)
  } catch {
    // What was thrown, or a request that is no JSON, throws itself where it is read.
    return broken('threw an object that cannot be read', 'the pod', options)
  }
}

function refuse(error: unknown, title: string, name: string | undefined, options: AdmitOptions): Answer {
  if (!isModelcarError(error)) {
    return broken((error instanceof Error ? text(error.message) : undefined) ?? `threw ${found(error)}`, title, options)
  }
  const status = refusal(error, title, name)
  // Another version of the library, or somebody else, may have more.
  const codes = [...new Set(error.causes.slice(0, mostCauses).map((cause) => cause.code))].join(',')
  const audit: AuditAnnotations = { refused: error.code, causes: cut(codes, longest.codes) }
  return open(
    audit,
    status,
    () => [left(title), ...status.details.causes.map(({ field, message }) => `${field}: ${message}`)],
    options,
  )
}

function broken(why: string, title: string, options: AdmitOptions): Answer {
  const told = cut(why, longest.message)
  const status = internalError(`${title}: ${told}`)
  return open({ failed: 'InternalError' }, status, () => [left(title), told], options)
}

const left = (title: string): string => `${title} is left as it is`

/** Where the caller fails open, what would have been a refusal becomes warnings. */
const open = (
  audit: AuditAnnotations,
  status: Status,
  warnings: () => readonly string[],
  { onRefusal }: AdmitOptions,
): Answer =>
  onRefusal === 'allow' ? { allowed: true, audit, warnings: warnings() } : { allowed: false, audit, status }

/** Pods of a controller have no name yet when they are admitted, but the start of one. */
function nameOf({ name: requested, object }: Request): string | undefined {
  const { name, generateName } = isObject(object) && isObject(object.metadata) ? object.metadata : {}
  const prefix = text(generateName)
  const known = text(name) ?? text(requested) ?? (prefix === undefined ? undefined : `${cut(prefix, longest.name)}*`)
  return known === undefined ? undefined : cut(known, longest.name + 1)
}

/** The request always says the namespace, the pod may leave it out. */
function titleOf(request: Request, name: string | undefined): string {
  const given = text(request.namespace)
  const namespace = given === undefined ? undefined : cut(given, longest.name)
  if (name === undefined) return namespace === undefined ? 'the pod' : `the pod in ${JSON.stringify(namespace)}`
  return `pod ${JSON.stringify(namespace === undefined ? name : `${namespace}/${name}`)}`
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
