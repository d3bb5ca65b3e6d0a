import type { ConflictCode } from '../../errors.js'
import type { JsonObject } from '../../json.js'
import { cleanPath } from '../../kubernetes/clean-path.js'
import type { Path } from '../../patch/edit.js'
import { add, type Found } from '../found.js'

/** What stands in the way, collected so that all is told at once. */
export type Findings = Found<ConflictCode>

/** Adds what stands in the way. */
export function conflict(findings: Findings, code: ConflictCode, path: Path, message: () => string): void {
  add(findings, { code, path, message })
}

/** Where a mount or device lies, as a clean path; undefined for a malformed one. */
export function pathOf(entry: JsonObject, key: 'mountPath' | 'devicePath' | 'workingDir'): string | undefined {
  const path = entry[key]
  return typeof path === 'string' && path !== '' ? cleanPath(path) : undefined
}
