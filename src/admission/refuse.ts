import { isModelcarError } from '../errors.js'
import { found, isObject } from '../json.js'
import type { Answer } from './response.js'
import type { Request } from './review.js'
import { badRequest, internalError, refusal } from './status.js'

/** How requests are answered. */
export interface AdmitOptions {
  /**
   * What becomes of a pod that cannot be injected: `deny` it, or `allow` it as it is, with a warning. Default: `deny`, since it
   * would start without its model.
   */
  readonly onRefusal?: 'deny' | 'allow' | undefined
}

/** The answer to a review that is malformed. */
export const malformed = (fault: string, options: AdmitOptions): Answer =>
  open({ allowed: false, audit: { failed: 'BadRequest' }, status: badRequest(fault) }, [fault], options)

/** The answer to a request whose pod cannot be injected, by what was thrown. */
export function refuse(error: unknown, request: Request, options: AdmitOptions): Answer {
  const name = nameOf(request)
  const title = titleOf(request, name)
  const left = `${title} is left as it is`
  if (!isModelcarError(error)) {
    const why = (error instanceof Error ? text(error.message) : undefined) ?? `threw ${found(error)}`
    const status = internalError(`${title}: ${why}`)
    return open({ allowed: false, audit: { failed: 'InternalError' }, status }, [left, why], options)
  }
  const { code, causes } = error
  const status = refusal(error, title, name)
  const audit = { refused: code, causes: [...new Set(causes.map((cause) => cause.code))].join(',') }
  const faults = status.details?.causes.map(({ field, message }) => `${field}: ${message}`) ?? []
  return open({ allowed: false, audit, status }, [left, ...faults], options)
}

/** Where the caller fails open, what would have been a refusal becomes warnings. */
function open({ status, ...refused }: Answer, warnings: readonly string[], options: AdmitOptions): Answer {
  if (options.onRefusal === 'allow') return { ...refused, allowed: true, warnings }
  return { ...refused, ...(status && { status }) }
}

/** Pods of a controller have no name yet when they are admitted, but the start of one. */
function nameOf({ name: requested, object }: Request): string | undefined {
  const { name, generateName } = isObject(object) && isObject(object.metadata) ? object.metadata : {}
  const prefix = text(generateName)
  return text(name) ?? text(requested) ?? (prefix === undefined ? undefined : `${prefix}*`)
}

/** The request always says the namespace, the pod may leave it out. */
function titleOf(request: Request, name: string | undefined): string {
  const namespace = text(request.namespace)
  if (name === undefined) return namespace === undefined ? 'the pod' : `the pod in ${JSON.stringify(namespace)}`
  return `pod ${JSON.stringify(namespace === undefined ? name : `${namespace}/${name}`)}`
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
