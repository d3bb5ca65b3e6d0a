/*
 * What the kubelet does to every element of a container's command and args before the runtime sees it: `$$` becomes `$`,
 * `$(NAME)` the value of an environment variable of the container, and all else stays as it is, an unknown or unclosed
 * reference too. A name is whatever stands before the next `)`, and values are not expanded again.
 */
export type Environment = Readonly<Record<string, string>>

export function expandCommand(text: string, environment: Environment): string {
  return expand(Buffer.from(text), environment, lengthOfCharacter).toString()
}

/**
 * The same by a kubelet without kubernetes#136325: it takes the first byte of a character behind a lone `$` for the whole
 * character and writes that byte as a character of its own. What comes out need not be UTF-8, therefore bytes.
 */
export function expandCommandByOldKubelet(text: string, environment: Environment): Buffer {
  return expand(Buffer.from(text), environment, () => 1)
}

const dollar = '$'.charCodeAt(0)
const open = '('.charCodeAt(0)
const close = ')'.charCodeAt(0)

function expand(input: Buffer, environment: Environment, lengthOf: (utf8: Buffer) => number): Buffer {
  const output: Buffer[] = []
  let position = 0
  while (position < input.length) {
    const operator = input.indexOf(dollar, position)
    if (operator === -1 || operator + 1 === input.length) break
    output.push(input.subarray(position, operator))
    const rest = input.subarray(operator + 1)
    const expression = readExpression(rest, environment, lengthOf)
    output.push(expression.text)
    position = operator + 1 + expression.length
  }
  return Buffer.concat([...output, input.subarray(position)])
}

function readExpression(rest: Buffer, environment: Environment, lengthOf: (utf8: Buffer) => number) {
  if (rest[0] === dollar) return { text: rest.subarray(0, 1), length: 1 }
  if (rest[0] === open) return readReference(rest, environment)
  const length = lengthOf(rest)
  const character = length === 1 ? Buffer.from(String.fromCharCode(rest[0]!)) : rest.subarray(0, length)
  return { text: Buffer.concat([Buffer.from('$'), character]), length }
}

function readReference(rest: Buffer, environment: Environment) {
  const end = rest.indexOf(close)
  if (end === -1) return { text: Buffer.from('$('), length: 1 }
  const name = rest.subarray(1, end).toString()
  const value = Object.hasOwn(environment, name) ? environment[name]! : `$(${name})`
  return { text: Buffer.from(value), length: end + 1 }
}

function lengthOfCharacter(utf8: Buffer): number {
  const first = utf8[0]!
  if (first < 0x80) return 1
  if (first < 0xe0) return 2
  return first < 0xf0 ? 3 : 4
}
