import { describe, expect, test } from 'vitest'
import { expectFaults, image, injected } from './configs.js'

test.each([
  [undefined, 'nothing'],
  [null, 'null'],
  ['llama', '"llama"'],
  [[], 'a list'],
  [1, '1'],
  [true, 'true'],
  [() => image, 'a function'],
  [Symbol('llama'), 'a symbol'],
])('a config that is no object: %o', (config, found) => {
  expectFaults(config, ['InvalidType', 'config', 'expected an object', `found ${found}`])
})

test('what is shown of a long text is cut', () => {
  expectFaults('x'.repeat(80), ['InvalidType', 'config', `found "${'x'.repeat(80)}"`])
  expectFaults('x'.repeat(81), ['InvalidType', 'config', `found "${'x'.repeat(80)}…"`])
})

const known =
  'image, models, mountPath, sourcePath, mode, targets, resources, runAsUser, runAsGroup, imagePullPolicy, imagePullSecrets, securityContext, names, volumeSource, enabled, fetch'

describe('a field that is not known', () => {
  test.each([
    ['imge', 'image'],
    ['Image', 'image'],
    ['images', 'image'],
    ['model', 'models'],
    ['mountpath', 'mountPath'],
    ['mountPaths', 'mountPath'],
    ['mountDirectory', undefined],
    ['target', 'targets'],
    ['tragets', 'targets'],
    ['runAsUsers', 'runAsUser'],
    ['run-as-user', 'runAsUser'],
    ['runasgroup', 'runAsGroup'],
    ['runAs', undefined],
    ['pullPolicy', undefined],
    ['imagePolicy', undefined],
    ['imagePulPolicy', 'imagePullPolicy'],
    ['imagePullSecret', 'imagePullSecrets'],
    ['secContext', undefined],
    ['securtyContxt', 'securityContext'],
    ['name', 'names'],
    ['enable', 'enabled'],
    ['disabled', undefined],
    ['nabled', 'enabled'],
    ['ftch', 'fetch'],
    ['xx', undefined],
    ['resource', 'resources'],
    ['zone', 'mode'],
    ['toString', undefined],
    ['constructor', undefined],
    [`imagePullSecrets${'s'.repeat(100)}`, undefined],
  ])('%s is %s', (key, nearest) => {
    expectFaults({ image, [key]: 1 }, [
      'Unknown',
      key,
      'expected a known field',
      `found ${JSON.stringify(key)}`,
      nearest === undefined ? `the fields are ${known}` : `did you mean ${nearest}?`,
    ])
  })

  test('`__proto__` in parsed JSON', () => {
    expectFaults(JSON.parse(`{"image": "${image}", "__proto__": {}}`), ['Unknown', '__proto__'])
  })

  test('is absent where it holds undefined', () => {
    expect(() => injected({ image, imge: undefined })).not.toThrow()
  })

  test('is there where it holds null', () => {
    expectFaults({ image, imge: null }, ['Unknown', 'imge'])
  })
})

test('null is absent in every field', () => {
  const empty = Object.fromEntries(known.split(', ').map((key) => [key, null]))
  expect(injected({ ...empty, image })).toEqual(injected({ image }))
})
