import { isSameList, type Path } from './edit.js'

/** Writes a path as an RFC 6901 pointer: `/containers/0/env/-`. */
export function pointer(path: Path): string {
  let written = ''
  for (const step of path) written += token(step)
  return written
}

/** Most steps are short names, which a loop is quicker for than a search. */
function isPlain(step: string): boolean {
  for (let at = 0; at < step.length; at++) {
    const unit = step.charCodeAt(at)
    if (unit === tilde || unit === slash) return false
  }
  return true
}

const [tilde, slash] = [126, 47]

/** Writes many paths as {@link pointer} does. Those into one list mostly follow each other, and have their beginning in common. */
export function pointerWriter(): (path: Path) => string {
  let [before, beginning]: [Path, string] = [[], '']
  return (path) => {
    const last = path.length - 1
    if (!isSameList(path, before)) {
      beginning = ''
      for (let depth = 0; depth < last; depth++) beginning += token(path[depth] ?? '')
      before = path
    }
    return beginning + token(path[last] ?? '')
  }
}

const token = (step: Path[number]): string => `/${typeof step === 'string' ? escape(step) : String(step)}`

/** RFC 6901, section 3: `~` becomes `~0` and `/` becomes `~1`. */
function escape(step: string): string {
  if (isPlain(step)) return step
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}
