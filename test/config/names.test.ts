import { describe, expect, test } from 'vitest'
import { expectFaults, image, injected } from './configs.js'

const two = [
  { image, mountPath: '/mnt/a' },
  { image, mountPath: '/opt/b' },
]
const namesOf = (config: object): unknown => {
  const { containers, initContainers, volumes } = injected(config)
  return [containers, initContainers, volumes].map((list) => list?.map(({ name }) => name))
}

describe('names', () => {
  const kserve = [['kserve-container', 'modelcar'], ['modelcar-init'], ['kserve-provision-location']]

  test.each([
    ['none', undefined, kserve],
    ['null', null, kserve],
    ['an empty object', {}, kserve],
    ['null names', { sidecar: null, initContainer: undefined }, kserve],
    ['some', { sidecar: 'car' }, [['kserve-container', 'car'], ['modelcar-init'], ['kserve-provision-location']]],
    ['all', { sidecar: 'c', initContainer: '0', volume: 'a-1-b' }, [['kserve-container', 'c'], ['0'], ['a-1-b']]],
    ['63 characters', { sidecar: 'c'.repeat(63) }, [['kserve-container', 'c'.repeat(63)], kserve[1], kserve[2]]],
  ])('%s', (_what, names, expected) => {
    expect(namesOf({ image, names })).toEqual(expected)
  })

  test('of further models are numbered', () => {
    expect(namesOf({ models: two, names: { sidecar: 'car', volume: 'v' } })).toEqual([
      ['kserve-container', 'car', 'car-1'],
      ['modelcar-init', 'modelcar-init-1'],
      ['v', 'v-1'],
    ])
  })
})

describe('names that cannot be', () => {
  test.each([
    [1, '1'],
    ['modelcar', '"modelcar"'],
    [[], 'a list'],
  ])('%j', (names, found) => {
    expectFaults({ image, names }, ['InvalidType', 'names', 'expected an object', `found ${found}`])
  })

  test('of something unknown', () => {
    expectFaults(
      { image, names: { initcontainers: 'x', volumes: 'x', init: 'x' } },
      ['Unknown', 'names.initcontainers', 'did you mean initContainer?'],
      ['Unknown', 'names.volumes', 'did you mean volume?'],
      ['Unknown', 'names.init', 'the fields are sidecar, initContainer, volume'],
    )
  })

  describe.each(['sidecar', 'initContainer', 'volume'])('%s', (key) => {
    test.each([
      [1, '1'],
      [[], 'a list'],
      [true, 'true'],
    ])('%j', (name, found) => {
      expectFaults({ image, names: { [key]: name } }, [
        'InvalidType',
        `names.${key}`,
        'expected a DNS label',
        `found ${found}`,
      ])
    })

    test.each(['', '-', '-a', 'a-', 'A', 'a.b', 'a_b', 'a b', 'ä', 'a\n', '1\n'])('%j', (name) => {
      expectFaults({ image, names: { [key]: name } }, [
        'InvalidValue',
        `names.${key}`,
        'expected a DNS label (lower case letters, digits, and "-" between them)',
        `found ${JSON.stringify(name)}`,
      ])
    })

    test('too long', () => {
      expectFaults({ image, names: { [key]: 'n'.repeat(64) } }, [
        'InvalidValue',
        `names.${key}`,
        "at most 63 characters with the model's number",
        `found 64 in "${'n'.repeat(64)}"`,
      ])
    })

    test('too long with the number of the last model', () => {
      expect(() => injected({ models: two, names: { [key]: 'n'.repeat(61) } })).not.toThrow()
      expectFaults({ models: two, names: { [key]: 'n'.repeat(62) } }, [
        'InvalidValue',
        `names.${key}`,
        `found 64 in "${'n'.repeat(62)}-1"`,
      ])
      const eleven = Array.from({ length: 11 }, (_, index) => ({ image, mountPath: `/mnt/${String(index)}` }))
      expect(() => injected({ models: eleven, names: { [key]: 'n'.repeat(60) } })).not.toThrow()
      expectFaults({ models: eleven, names: { [key]: 'n'.repeat(61) } }, [
        'InvalidValue',
        `names.${key}`,
        `found 64 in "${'n'.repeat(61)}-10"`,
      ])
    })

    test('KServe’s own', () => {
      expectFaults({ image, names: { [key]: 'storage-initializer' } }, [
        'InvalidValue',
        `names.${key}`,
        'expected another name, found "storage-initializer"',
        "KServe's own",
      ])
    })
  })

  test('no models are no reason for another fault', () => {
    expectFaults({ models: [], names: { sidecar: 'n'.repeat(63) } }, ['Required', 'models'])
  })
})

describe('names of the two containers that collide', () => {
  const collision = (name: string) =>
    [
      'Duplicate',
      'names.initContainer',
      'expected a name that differs from names.sidecar, also with -1, -2, … appended',
      `found "${name}" for both`,
    ] as const

  test.each([
    ['equal', { sidecar: 'x', initContainer: 'x' }, 'x'],
    ['equal to the default', { sidecar: 'modelcar-init' }, 'modelcar-init'],
    ['equal to the other default', { initContainer: 'modelcar' }, 'modelcar'],
  ])('%s', (_what, names, name) => {
    expectFaults({ image, names }, collision(name))
    expectFaults({ models: two, names }, collision(name))
  })

  test.each([
    ['the second sidecar', { sidecar: 'x', initContainer: 'x-1' }, 'x-1'],
    ['the second init container', { sidecar: 'x-1', initContainer: 'x' }, 'x-1'],
  ])('%s', (_what, names, name) => {
    expect(() => injected({ image, names })).not.toThrow()
    expectFaults({ models: two, names }, collision(name))
  })

  test('a number that no model has', () => {
    expect(() => injected({ models: two, names: { sidecar: 'x', initContainer: 'x-2' } })).not.toThrow()
  })

  test('a volume may have a container’s name', () => {
    expect(() => injected({ image, names: { sidecar: 'x', volume: 'x' } })).not.toThrow()
  })
})
