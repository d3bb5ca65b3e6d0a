import { applyPatch as apply, type Operation } from 'rfc6902'

/** RFC 6902 by a library that has nothing to do with ours: a new document, or an error where one operation fails. */
export function applyPatch(document: unknown, patch: readonly Operation[]): unknown {
  const copy: unknown = structuredClone(document)
  const failures = apply(copy, structuredClone(patch) as Operation[]).filter((result) => result !== null)
  if (failures.length > 0)
    throw new Error(`the patch does not apply: ${failures.map(({ message }) => message).join(', ')}`)
  return copy
}
