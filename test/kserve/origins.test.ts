import { describe, expect, test } from 'vitest'
import { ModelcarConfigError } from '../../src/index.js'
import { namingOrigins } from '../../src/kserve/check-config.js'
import { settingsPart } from '../../src/kserve/config.js'
import type { Settings } from '../../src/kserve/settings.js'
import { modelPart, modelsPart, type OciSource } from '../../src/kserve/sources.js'

// Which field of KServe’s says a field of a config.

const amounts = { cpu: undefined, memory: undefined }
const settings: Settings = {
  namespace: 'kserve',
  image: '',
  requests: amounts,
  limits: amounts,
  modelcar: amounts,
  uid: undefined,
  mode: 'modelcar',
  insecureRegistry: false,
  caBundleConfigMap: '',
  caBundleMountPath: '',
}

describe('the settings', () => {
  test('say nothing where they have nothing to say', () => {
    expect(settingsPart(settings, 'sidecar', undefined, undefined).config).toStrictEqual({})
    expect(settingsPart(settings, 'fetch', undefined, undefined).config).toStrictEqual({
      fetch: { resources: { limits: amounts, requests: amounts } },
    })
  })

  test('say nothing of a mode without containers, and no field comes from them', () => {
    const { config, origin } = settingsPart({ ...settings, uid: 7 }, 'image-volume', undefined, undefined)
    expect(config).toStrictEqual({})
    expect(origin('runAsUser')).toBeUndefined()
  })

  test('say no pull secret; the pod does, where it has one', () => {
    const field = 'spec.imagePullSecrets[1].name'
    const originWith = (secret?: { name: string; field: string }) =>
      settingsPart(settings, 'fetch', undefined, secret).origin('fetch.pullSecret')
    expect(originWith({ name: 'a', field })).toBe(field)
    expect(originWith()).toBeUndefined()
  })
})

describe('the sources', () => {
  const source = (index: number): OciSource => ({
    image: `oci://registry.example/${String(index)}`,
    mode: undefined,
    source: {
      uri: 'oci://a',
      mountPath: index === 0 ? undefined : `/mnt/${String(index)}`,
      fields: { uri: `u${String(index)}`, mountPath: `m${String(index)}` },
    },
  })
  const { config, origin } = modelsPart(Array.from({ length: 12 }, (_, index) => source(index)))

  test('have a path where they say one', () => {
    expect(config.models.slice(0, 2)).toStrictEqual([
      { image: 'oci://registry.example/0' },
      { image: 'oci://registry.example/1', mountPath: '/mnt/1' },
    ])
  })

  test.each([
    ['models[0].image', 'u0'],
    ['models[1].mountPath', 'm1'],
    ['models[11].image', 'u11'],
    ['models[12].image', undefined],
    ['models', undefined],
    ['models[1]', undefined],
    ['models[1].name', undefined],
    ['other.models[1].image', undefined],
    ['models[1].image.tag', undefined],
  ])('%s is from %s', (field, expected) => {
    expect(origin(field)).toBe(expected)
  })

  test('of the annotation say an image alone', () => {
    const { origin } = modelPart([source(0)])
    expect([origin('image'), origin('models[0].image')]).toEqual([expect.stringMatching(/^metadata\./), undefined])
  })
})

describe('a config that is made', () => {
  const refused =
    (...causes: ConstructorParameters<typeof ModelcarConfigError>[0]) =>
    () => {
      throw new ModelcarConfigError(causes)
    }
  const origin = (field: string) => field.replace('models', 'storageUris')

  test('has its faults at the fields that it comes from, in the message too', () => {
    const message = 'expected another than models[12].mountPath and models[3].mountPath'
    const make = refused({ code: 'Duplicate', field: 'models[13].mountPath', message })
    expect(() => namingOrigins(origin, make)).toThrow(
      'storageUris[13].mountPath: expected another than storageUris[12].mountPath and storageUris[3].mountPath',
    )
  })

  test('passes on what is no fault of a config', () => {
    const thrown = new Error('mine')
    const make = () => {
      throw thrown
    }
    expect(() => namingOrigins(origin, make)).toThrow(thrown)
  })
})
