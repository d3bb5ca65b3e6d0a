import type { V1ManagedFieldsEntry } from '@kubernetes/client-node'
import { asPartOf } from './cast.js'
import { isFields, parseFields, type Fields } from './fields.js'

/** A `FieldsV1` of the API server: `f:<field>` and `k:<the keys of a list's entry>`, each with what is owned below it. */
type FieldSet = Fields

/** Tells whether a field manager has applied anything to an object. */
export const hasApplied = (managedFields: readonly V1ManagedFieldsEntry[], manager: string): boolean =>
  managedFields.some((entry) => isOf(entry, manager))

/**
 * An object without the fields that a manager applied and nobody else owns: what Server-Side Apply would make of it if the
 * manager applied nothing. Such a dry run is no way to find out, because the API server validates it: where another manager
 * owns the CPU limit of a container of ours, it is a container without an image.
 */
export function withoutOwnedFields<T extends object>(
  object: T,
  managedFields: readonly V1ManagedFieldsEntry[],
  manager: string,
): T {
  const isOwn = (entry: V1ManagedFieldsEntry): boolean => isOf(entry, manager)
  const setOf = ({ fieldsV1 }: V1ManagedFieldsEntry): FieldSet => setIn(fieldsV1)
  const own = managedFields.find(isOwn)
  if (own === undefined) return object
  const others = managedFields.filter((entry) => !isOwn(entry)).map(setOf)
  return asPartOf<T>(without(object, setOf(own), others) ?? {})
}

const isOf = ({ manager, operation, subresource }: V1ManagedFieldsEntry, name: string): boolean =>
  manager === name && operation === 'Apply' && (subresource ?? '') === ''

/** What is left of a value; undefined where nothing is. */
function without(value: unknown, own: FieldSet, others: readonly FieldSet[]): unknown {
  const paths = Object.keys(own)
  const isOwned = paths.length === 0 || '.' in own
  // With everything in it that the API server defaulted.
  if (isOwned && others.length === 0) return undefined
  const below = (child: unknown, path: string): unknown =>
    without(child, setIn(own[path]), others.map((set) => set[path]).filter(isFields))
  if (Array.isArray(value)) {
    const left = value.flatMap((entry: unknown) => {
      const path = paths.find((path) => path.startsWith('k:') && isEntry(entry, keysIn(path)))
      if (path === undefined) return [entry]
      const rest = below(entry, path)
      // An entry that others own something of keeps its keys.
      return isFields(rest) ? [{ ...keysIn(path), ...rest }] : []
    })
    return left.length > 0 ? left : undefined
  }
  if (!isFields(value)) return value
  const left = Object.entries(value).flatMap(([field, child]) => {
    const rest = `f:${field}` in own ? below(child, `f:${field}`) : child
    return rest === undefined ? [] : [[field, rest] as const]
  })
  return left.length > 0 ? Object.fromEntries(left) : undefined
}

const setIn = (value: unknown): FieldSet => (isFields(value) ? value : {})

const keysIn = (path: string): Fields => parseFields(path.slice('k:'.length))

const isEntry = (entry: unknown, keys: Fields): boolean =>
  isFields(entry) && Object.entries(keys).every(([key, value]) => entry[key] === value)
