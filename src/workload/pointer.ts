import { addCause, type Causes } from '../input/check.js'
import { found, isList } from '../json.js'

/** The reference tokens of a JSON pointer; `*` stands for every element. */
export type Tokens = readonly string[]

/** Reads JSON pointers (RFC 6901) in which a token `*` stands for every element of a list or map. */
export function readPointers(causes: Causes, value: unknown, field: string): readonly Tokens[] {
  // Stryker disable next-line ArrayDeclaration: no object has what such a pointer leads to.
  if (value === undefined || value === null) return []
  if (isList(value)) return value.map((pointer, index) => readPointer(causes, pointer, `${field}[${String(index)}]`))
  addCause(causes, 'InvalidType', field, `expected a list of JSON pointers, found ${found(value)}`)
  // Stryker disable next-line ArrayDeclaration: where there are faults, nobody reads the pointers.
  return []
}

function readPointer(causes: Causes, value: unknown, field: string): Tokens {
  if (typeof value !== 'string') {
    addCause(causes, 'InvalidType', field, `expected a JSON pointer, found ${found(value)}`)
  } else if (value !== '' && !value.startsWith('/')) {
    const example = 'such as /spec/template/spec'
    addCause(
      causes,
      'InvalidValue',
      field,
      `expected a JSON pointer, which begins with "/", ${example}, found ${found(value)}`,
    )
  } else if (/~(?![01])/.test(value)) {
    addCause(
      causes,
      'InvalidValue',
      field,
      `expected "~0" for "~" and "~1" for "/" in a JSON pointer, found ${found(value)}`,
    )
  } else {
    return value.split('/').slice(1).map(unescape)
  }
  // Stryker disable next-line ArrayDeclaration: where there are faults, nobody reads the pointers.
  return []
}

/** RFC 6901, section 4. */
const unescape = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~')
