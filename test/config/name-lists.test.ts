import { describe, expect, test } from 'vitest'
import { createInjector } from '../../src/index.js'
import { refusalOf } from '../kit/causes.js'
import { container, expectFaults, image, injected } from './configs.js'

describe.each(['targets', 'imagePullSecrets', 'fetch.pullSecret'])('%s', (field) => {
  const isList = !field.includes('.')
  const config = (names: unknown): object =>
    isList ? { image, [field]: names } : { image, fetch: { pullSecret: (names as unknown[])[0] } }
  const at = isList ? `${field}[0]` : field

  test.each(['', '-a', 'a-', 'A', 'a_b', 'a b', 'a..b', '.a', 'a.', 'a.-b', 'a/b', 'ä', 'a\n', 'n'.repeat(254)])(
    '%j is no name',
    (name) => {
      expectFaults(config([name]), [
        'InvalidValue',
        at,
        'expected a DNS name (lower case letters, digits, "-", ".")',
        'found ',
      ])
    },
  )

  test.each([
    [1, '1'],
    [{ name: 'a' }, 'an object; write its name alone'],
    [[], 'a list'],
    [false, 'false'],
  ])('%j is no name', (name, found) => {
    const { causes } = refusalOf(() => createInjector(config([name]) as never))
    expect(causes).toEqual([{ code: 'InvalidType', field: at, message: `expected a name, found ${found}` }])
  })
})

describe.each(['targets', 'imagePullSecrets'])('%s', (field) => {
  test.each([
    ['server', '"server"'],
    [1, '1'],
    [{ name: 'a' }, 'an object'],
    [true, 'true'],
  ])('%j is no list', (names, found) => {
    expectFaults({ image, [field]: names }, ['InvalidType', field, 'expected a list of names', `found ${found}`])
  })

  test.each([
    ['server', 'found "server"; write ["server"]'],
    ['Server', 'found "Server"'],
    ['a b', 'found "a b"'],
    [1, 'found 1'],
  ])('of %j, which is no list, is told at the end: %s', (names, end) => {
    const error = refusalOf(() => createInjector({ image, [field]: names }))
    expect(error.causes.map(({ message }) => message.replace(/^.*, /, ''))).toEqual([end])
  })

  test('a name twice', () => {
    expectFaults({ image, [field]: ['a', 'b', 'a'] }, [
      'Duplicate',
      `${field}[2]`,
      'expected every name once',
      'found "a" again',
      'remove it',
    ])
  })

  test('all faults at once', () => {
    expectFaults(
      { image, [field]: [null, 'A', 'a', 'a', undefined] },
      ['InvalidType', `${field}[0]`, 'found null'],
      ['InvalidValue', `${field}[1]`],
      ['Duplicate', `${field}[3]`],
      ['InvalidType', `${field}[4]`, 'found nothing'],
    )
  })
})

describe('targets', () => {
  test('none', () => {
    expectFaults({ image, targets: [] }, [
      'Required',
      'targets',
      'expected at least one container',
      'found an empty list',
      "leave it out for KServe's rule",
    ])
  })

  test('all of them is what overlays have', () => {
    expectFaults({ image, targets: '*' }, [
      'InvalidType',
      'targets',
      'expected a list of names, found "*", as overlays have it; leave it out for KServe\'s rule',
    ])
  })

  test.each([undefined, null])('%s stands for KServe’s rule', (targets) => {
    expect(container(injected({ image, targets }), 'kserve-container').volumeMounts).toHaveLength(1)
  })
})

describe('pull secrets', () => {
  test.each([
    [undefined, undefined],
    [null, undefined],
    [[], undefined],
    [['a'], [{ name: 'a' }]],
    [
      ['b', 'a.b-c', '0', 'n'.repeat(253)],
      [{ name: 'b' }, { name: 'a.b-c' }, { name: '0' }, { name: 'n'.repeat(253) }],
    ],
  ])('%j', (imagePullSecrets, expected) => {
    for (const mode of ['sidecar', 'native-sidecar', 'image-volume', 'fetch'])
      expect(injected({ image, mode, imagePullSecrets }).imagePullSecrets).toEqual(expected)
  })
})
