import { ModelcarConfigError } from '../errors.js'
import { checkKeys, addCause, type Causes } from '../input/check.js'
import { found, isObject } from '../json.js'
import { readPointers, type Tokens } from './pointer.js'

/** How pod specs are found in what Kubernetes itself does not know. */
export interface MapPodSpecsOptions {
  /**
   * Where kinds that are not of Kubernetes itself have their pod specs: JSON pointers (RFC 6901) from such an object, in which
   * `*` stands for every element of a list or map. They are tried on every such object; what is not there is left out. Default: none.
   */
  readonly pointers?: readonly string[] | undefined
  /**
   * What an object is that has no `kind`, as a client has the entries of a list or of an informer's cache: `Deployment`. It counts for
   * entries of lists too. Default: such an object is of an unknown kind.
   */
  readonly kind?: string | undefined
}

/** The options as they were checked. */
interface ReadOptions {
  readonly pointers: readonly Tokens[]
  readonly kind: string | undefined
}

/** Checks the arguments of a call that are not the object. Throws a `ModelcarConfigError` with all faults of them. */
export function readArguments(map: unknown, options: unknown): ReadOptions {
  const causes: Causes = []
  if (typeof map !== 'function') {
    addCause(causes, 'InvalidType', 'map', `expected a function that takes and returns a pod spec, found ${found(map)}`)
  }
  const given = options ?? {}
  if (!isObject(given)) addCause(causes, 'InvalidType', 'options', `expected an object, found ${found(given)}`)
  const { pointers, kind }: { readonly pointers?: unknown; readonly kind?: unknown } = isObject(given) ? given : {}
  if (isObject(given)) checkKeys(causes, given, ['pointers', 'kind'], '')
  const read = { pointers: readPointers(causes, pointers, 'pointers'), kind: readKind(causes, kind) }
  if (causes.length > 0) throw new ModelcarConfigError(causes, 0, 'arguments')
  return read
}

function readKind(causes: Causes, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string' && value !== '') return value
  const code = value === '' ? 'InvalidValue' : 'InvalidType'
  return addCause(causes, code, 'kind', `expected a kind such as Deployment, found ${found(value)}`)
}
