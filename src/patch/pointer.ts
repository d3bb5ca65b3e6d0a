import { isSameList, type Path } from './edit.js'

/** Writes a path as an RFC 6901 pointer: `/containers/0/env/-`. */
export const pointer = (path: Path): string => firstTokens(path, path.length, noTokens)

/** Steps as they stand in a pointer. To look up those that most paths have takes half as long as to write them. */
export type Tokens = ReadonlyMap<Path[number] | undefined, string>

const noTokens: Tokens = new Map()

/** Writes steps once, for {@link pointerWriter}. */
export const tokensOf = (steps: Iterable<string>): Tokens => new Map(Array.from(steps, (step) => [step, token(step)]))

/** Writes many paths as {@link pointer} does. Those to entries of one list mostly follow each other, and have their beginning in common. */
export function pointerWriter(usual: Tokens): (path: Path) => string {
  let [before, beginning]: [Path, string] = [[], '']
  return (path) => {
    const last = path[path.length - 1]
    // Stryker disable next-line ConditionalExpression,EqualityOperator,StringLiteral: each of the two ways gives the same pointer, in its time.
    if (typeof last !== 'number') return beginningOf(path, usual) + tokenOf(last, usual)
    // Stryker disable next-line ConditionalExpression: a beginning that is written anew is the same.
    if (!isSameList(path, before)) {
      beginning = beginningOf(path, usual)
      before = path
    }
    return beginning + tokenOf(last, usual)
  }
}

const beginningOf = (path: Path, usual: Tokens): string => firstTokens(path, path.length - 1, usual)

function firstTokens(path: Path, count: number, usual: Tokens): string {
  let written = ''
  for (let depth = 0; depth < count; depth++) written += tokenOf(path[depth], usual)
  return written
}

const tokenOf = (step: Path[number] | undefined, usual: Tokens): string =>
  typeof step === 'number' ? `/${String(step)}` : (usual.get(step) ?? token(step))

const token = (step: Path[number] | undefined): string => `/${typeof step === 'string' ? escape(step) : String(step)}`

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
