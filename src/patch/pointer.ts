import { isSameList, type Path } from './edit.js'

/** Writes a path as an RFC 6901 pointer: `/containers/0/env/-`. */
export function pointer(path: Path): string {
  let written = ''
  for (const step of path) written += token(step)
  return written
}

/** Writes many paths as {@link pointer} does. Those into one list mostly follow each other, and have their beginning in common. */
export function pointerWriter(): (path: Path) => string {
  let [before, beginning]: [Path, string] = [[], '']
  return (path) => {
    const last = path.length - 1
    // Stryker disable next-line ConditionalExpression: a beginning that is written anew is the same.
    if (!isSameList(path, before)) {
      beginning = ''
      for (let depth = 0; depth < last; depth++) beginning += token(path[depth] ?? '')
      before = path
    }
    return beginning + token(path[last] ?? '')
  }
}

const token = (step: Path[number]): string => `/${typeof step === 'string' ? escape(step) : String(step)}`

/** RFC 6901, section 3: `~` becomes `~0` and `/` becomes `~1`. Most steps are short and have neither, and a loop is the quickest to see that. */
function escape(step: string): string {
  for (let index = 0; index < step.length; index++) {
    const code = step.charCodeAt(index)
    if (code === tilde || code === slash) return step.replaceAll('~', '~0').replaceAll('/', '~1')
  }
  return step
}

const tilde = 126
const slash = 47
