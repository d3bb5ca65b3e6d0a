import type { Path } from './edit.js'

/** Writes a path as an RFC 6901 pointer: `/containers/0/env/-`. */
export function pointer(path: Path): string {
  let written = ''
  for (const step of path) written += `/${typeof step === 'string' ? escape(step) : String(step)}`
  return written
}

const special = /[~/]/

/** RFC 6901, section 3: `~` becomes `~0` and `/` becomes `~1`. */
function escape(step: string): string {
  if (!special.test(step)) return step
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}
