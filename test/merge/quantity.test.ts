import { describe, expect, test } from 'vitest'
import { exceeds, parseQuantity, readQuantity, sameQuantity } from '../../src/kubernetes/quantity.js'
import { recordedPods } from '../reference/recorded-pods.js'

/** Amounts in `resources`, as an API server was sent them and as it gave them back; undefined where it refused them. */
const recorded = recordedPods.flatMap(({ name, pod, answer }) => {
  const resource = /^(cpu|memory) /.exec(name)?.[1]
  if (resource === undefined) return []
  return [{ name, sent: limitOf(pod.spec, resource), stored: limitOf(answer.spec, resource) }]
})

function limitOf(spec: unknown, resource: string): unknown {
  const containers = (spec as Spec | undefined)?.containers
  return containers?.[0]?.resources.limits[resource]
}

interface Spec {
  readonly containers: readonly { readonly resources: { readonly limits: Readonly<Record<string, unknown>> } }[]
}

describe('recorded quantities', () => {
  const stored = recorded.filter((each) => each.stored !== undefined)
  const refused = recorded.filter((each) => each.stored === undefined)

  test('are enough', () => {
    expect([stored.length, refused.length]).toEqual([51, 10])
  })

  test.each(stored)('$name is what the API server made of it', ({ sent, stored }) => {
    expect(sameQuantity(sent, stored)).toBe(true)
    expect(sameQuantity(stored, sent)).toBe(true)
    expect(exceeds(sent, stored)).toBe(false)
    expect(exceeds(stored, sent)).toBe(false)
  })

  test.each(refused)('$name is no amount, or below zero', ({ sent }) => {
    const milli = parseQuantity(sent)
    expect(milli === undefined || milli < 0n).toBe(true)
  })
})

/** Spellings of one amount in each row; the rows ascend. */
const ascending: readonly (readonly (string | number)[])[] = [
  ['-2', -2, '-2000m'],
  ['-1', '-1.0', '-999.1m'],
  ['-1m', '-1u', '-0.0000001', '-1e-400'],
  ['0', 0, '0Mi', '0.0', '0e3', '+0', '-0', '0e1000', '0e-1000', '0n'],
  ['1m', '0.001', 0.001, '1000u', '1e-3', '1E-3', '100u', '1n', '0.0000000001', '1e-400', '1e-1000', 1e-7],
  ['2m', '1.0001m', '0.0011', '1001u', '1000001n'],
  ['10m', '0.01', '.01', 0.01, '1e-2', '10e-3'],
  ['999m', '.999', '0.9981'],
  [
    '1',
    1,
    '1.',
    '1.0',
    '+1',
    '1000m',
    ' 1',
    '1 ',
    '   1  ',
    '1e0',
    '1E0',
    '1e+0',
    '01',
    '000000001.000000',
    '1000000u',
  ],
  ['1001m', '1.001', '1.0000001'],
  ['1k', 1000, '1e3', '1E3', '1e+3', '1.0k', '1000'],
  ['1Ki', '1024', 1024, '1.024k', '1024000m'],
  ['1M', '1000k', '1e6', '1000000'],
  ['1Mi', '1024Ki', '1048576'],
  ['1536Ki', '1.5Mi', '1572864'],
  ['15M', '15000k', '15e6'],
  ['15Mi', '15360Ki', '0.0146484375Gi', 15728640],
  ['1G', '1e9', '1000M', '1E9'],
  ['1Gi', '1024Mi', '1073741824'],
  ['1206302541939m', '1.123456789123Gi'],
  ['1T', '1000G', '1e12', 1e12],
  ['1Ti', '1024Gi'],
  ['1P', '1000T', '1e15'],
  ['1Pi', '1024Ti'],
  ['1E', '1000P', '1e18', 1e18],
  ['1Ei', '1024Pi'],
  ['9223372036854775807', '16Ei', '8Ei', '99999999999Ei'],
  ['9223372036854775808'],
  ['1e21', 1e21],
  ['1e400', '10e399'],
]

describe('amounts in ascending order', () => {
  const all = ascending.flatMap((spellings, rank) => spellings.map((text) => ({ text, rank })))

  test.each(all)('$text of row $rank', ({ text, rank }) => {
    expect(all.filter((other) => sameQuantity(text, other.text)).map((other) => other.rank)).toEqual(
      all.filter((other) => other.rank === rank).map((other) => other.rank),
    )
    expect(all.filter((other) => exceeds(text, other.text))).toEqual(all.filter((other) => other.rank < rank))
  })
})

describe('what is no quantity', () => {
  test.each([
    ...[
      '',
      ' ',
      '.',
      '+',
      '-',
      'm',
      'Ki',
      '1K',
      '1mi',
      '1MB',
      '1MiB',
      '1kk',
      '12e',
      '1e',
      '1e+',
      '1e1.5',
      '1e3m',
      '1m1',
    ],
    ...[
      '0x10',
      '1_0',
      '1,5',
      '1 m',
      '--1',
      '+-1',
      '1..0',
      '1.0.0',
      'one',
      '1i',
      '1ki',
      'NaN',
      'Infinity',
      '１',
      'x1',
      '1x',
    ],
    ...[NaN, Infinity, -Infinity, null, undefined, true, false, [], ['1'], {}, { value: '1' }, 1n],
    '1'.repeat(257),
    `1${' '.repeat(256)}`,
    // The API server cuts white space from the JSON text, where these are escapes; the others it does not know as white space.
    ...['\t1', '1\t', '\n1', '1\n', '1\r', '1\v', '1\f', '\ufeff1', '1\ufeff', '1\u200b'],
    // These cost the API server minutes.
    ...['1e1001', '1e-1001', '0e99999999', '1e2147483647', '1e2147483648', '1e-2147483648', '1e99999999999'],
  ])('%o', (value) => {
    expect(parseQuantity(value)).toBeUndefined()
    expect(sameQuantity(value, '1')).toBe(false)
    expect(sameQuantity('1', value)).toBe(false)
    expect(exceeds(value, '0')).toBe(false)
    expect(exceeds('1', value)).toBe(false)
  })

  test('equals nothing but itself', () => {
    expect(sameQuantity('12e', '12e')).toBe(true)
    expect(sameQuantity('12e', '13e')).toBe(false)
    expect(sameQuantity(undefined, undefined)).toBe(true)
    expect(sameQuantity(undefined, null)).toBe(false)
  })
})

test.each([
  ['1500m', 1500n],
  [1.5, 1500n],
  ['-1.5', -1500n],
  ['1.0001', 1001n],
  ['-1.0001', -1001n],
  ['1'.repeat(256), BigInt('1'.repeat(256)) * 1000n],
])('%s is %d milli', (value, milli) => {
  expect(parseQuantity(value)).toBe(milli)
})

test.each([
  ['1'.repeat(256), true],
  ['1'.repeat(257), false],
  ['1e2147483647', true],
  ['1e-2147483647', true],
  ['1e2147483648', false],
  ['1e-2147483648', false],
])('%s is read: %s', (text, isRead) => {
  expect(readQuantity(text) !== undefined).toBe(isRead)
})

test('an exponent that no one can mean costs no time', () => {
  const start = performance.now()
  for (const text of ['1e999999999', '-1e999999999', '1e-999999999', `1e${'9'.repeat(250)}`])
    expect(sameQuantity(text, '1')).toBe(false)
  expect(exceeds('1e1000', '1e999')).toBe(true)
  expect(sameQuantity('1e-1000', '1m')).toBe(true)
  expect(performance.now() - start).toBeLessThan(1000)
})
