import type { ConflictCode } from '../../errors.js'
import { isObject, type JsonObject } from '../../json.js'
import { cleanPath } from '../../kubernetes/clean-path.js'
import type { Path } from '../../patch/edit.js'

/** What stands in the way, collected so that all is told at once. */
export type Findings = { readonly code: ConflictCode; readonly path: Path; readonly message: string }[]

/** Adds what stands in the way; what is told of a place already is not told again. */
export function conflict(findings: Findings, code: ConflictCode, path: Path, message: string): void {
  const isThere = findings.some((each) => each.code === code && String(each.path) === String(path))
  if (!isThere) findings.push({ code, path, message })
}

/** Reads a field of what may be absent or malformed. */
export const field = (holder: unknown, key: string): unknown => (isObject(holder) ? holder[key] : undefined)

/** Where a mount or device lies, as a clean path; undefined for a malformed one. */
export function pathOf(entry: JsonObject, key: 'mountPath' | 'devicePath'): string | undefined {
  const path = entry[key]
  return typeof path === 'string' && path !== '' ? cleanPath(path) : undefined
}
