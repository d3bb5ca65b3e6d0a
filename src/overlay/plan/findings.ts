import type { ConflictCode } from '../../errors.js'
import type { Path } from '../../patch/edit.js'
import { add, type Found } from '../found.js'

/** What stands in the way, collected so that all is told at once. */
export type Findings = Found<ConflictCode>

/** Adds what stands in the way. */
export function conflict(findings: Findings, code: ConflictCode, path: Path, message: () => string): void {
  add(findings, { code, path, message })
}
