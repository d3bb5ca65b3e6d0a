import { ManifestError } from './manifest-error.js'

/** Whole numbers beyond those that a `number` holds exactly are `bigint`, up to 64 bits. */
export type ScalarValue = string | number | bigint | boolean | null

const words: ReadonlyMap<string, boolean | null | number> = new Map<string, boolean | null | number>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
])

/**
 * What a plain scalar means to `kubectl`. It reads YAML with go-yaml v2 (`resolve.go` there), which is neither YAML 1.1 nor 1.2:
 * `yes` is true and `0777` octal, but `1:30` and `2020-01-01` are texts, and so are `e2` and `.`.
 */
export function resolve(text: string): ScalarValue {
  const word = words.get(text)
  if (word !== undefined) return word
  if (text.startsWith('.')) return floatOf(text) ?? text
  if (!/^[-+\d]/.test(text)) return text
  return integerOf(text) ?? floatOf(text.replaceAll('_', '')) ?? text
}

const bases: readonly (readonly [digits: RegExp, prefix: string])[] = [
  [/^0[xX]([\da-fA-F]+)$/, '0x'],
  [/^0[bB]([01]+)$/, '0b'],
  [/^0[oO]?([0-7]+)$/, '0o'],
  [/^(0|[1-9]\d*)$/, ''],
]

function integerOf(source: string): number | bigint | undefined {
  const text = source.replaceAll('_', '')
  const sign = /^[-+]/.exec(text)?.[0] ?? ''
  for (const [pattern, prefix] of bases) {
    const digits = pattern.exec(text.slice(sign.length))?.[1]
    if (digits === undefined) continue
    // Longer ones than 64 bits are floats if they are decimal; here it is only about not computing with a million digits.
    if (digits.replace(/^0+/, '').length > 64) return undefined
    const magnitude = BigInt(prefix + digits)
    const value = sign === '-' ? -magnitude : magnitude
    if (BigInt.asIntN(64, value) === value) return Number.isSafeInteger(Number(value)) ? Number(value) : value
    // JSON has no unsigned ones: they become floats on the way.
    return sign === '' && BigInt.asUintN(64, value) === value ? Number(value) : undefined
  }
  return undefined
}

/** Undefined too for what is too large for a float: that is a text. */
function floatOf(text: string): number | undefined {
  if (!/^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(text)) return undefined
  const value = Number(text)
  // JSON has one zero.
  return Number.isFinite(value) ? value + 0 : undefined
}

const prefix = 'tag:yaml.org,2002:'

/**
 * What a scalar with a tag means: a tag of the reader's own may only say what the text is anyway, all others make a text of it.
 *
 * @throws {@link ManifestError} for `!!int x` and the like.
 */
export function resolveTagged(text: string, tag: string): ScalarValue {
  if (tag === `${prefix}binary`) return binary(text)
  const type = tag.startsWith(prefix) ? types[tag.slice(prefix.length)] : undefined
  if (type === undefined) return text
  const value = resolve(text)
  if (type(value, text)) return value
  throw new ManifestError(`cannot read ${JSON.stringify(text)} as a !!${tag.slice(prefix.length)}`)
}

const types: Readonly<Record<string, ((value: ScalarValue, text: string) => boolean) | undefined>> = {
  bool: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  int: (_, text) => integerOf(text) !== undefined,
  float: (value) => typeof value === 'bigint' || typeof value === 'number',
  timestamp: (value, text) => /^\d{4}-/.test(text) && typeof value === 'string',
}

function binary(text: string): string {
  const digits = text.replaceAll(/[\r\n]/g, '')
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(digits)) {
    throw new ManifestError('!!binary: expected base64')
  }
  return Buffer.from(digits, 'base64').toString('utf8')
}

/**
 * The text of a key, since JSON has no other keys.
 *
 * @param source - what stands there: 1e6 and 1000000 are two keys.
 * @throws {@link ManifestError} for a key that `kubectl` refuses.
 */
export function keyText(value: unknown, source: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return integerOf(source) === value ? String(value) : floatText(value)
  throw new ManifestError(`expected a text as a key, found ${value === null ? 'null' : 'a list or a map'}`)
}

/** As Go writes a 32-bit float: with the fewest digits that are the same float. */
function floatText(value: number): string {
  const float = Math.fround(value)
  if (!Number.isFinite(float)) throw new ManifestError(`expected a text as a key, found ${String(value)}`)
  const digits = [1, 2, 3, 4, 5, 6, 7, 8].find((count) => Math.fround(Number(float.toPrecision(count))) === float) ?? 9
  const [mantissa = '', power = ''] = float.toExponential(digits - 1).split('e')
  if (Number(power) >= -4 && Number(power) < 6) return String(Number(float.toPrecision(digits)))
  return `${mantissa}e${power.replace(/^([-+])(\d)$/, '$10$2')}`
}
