import { createInjector, isModelcarError, type ModelcarConfig } from 'modelcar'
import { describe, expect, test } from 'vitest'
import { configOf, withModels } from '../../../examples/playground/src/config/config.js'
import { allFields } from '../../../examples/playground/src/config/fields.js'
import { messagesOf } from '../../../examples/playground/src/config/messages.js'

const image = 'registry.example/team/llama:1'
const config = (texts: Readonly<Record<string, string>>, models = 1): object => configOf({ models, texts })

describe('what a form says', () => {
  test.each<[Readonly<Record<string, string>>, object]>([
    [{ image }, { image }],
    [{ image: ` ${image} `, mountPath: '  ' }, { image }],
    [{ targets: 'a, b c,' }, { targets: ['a', 'b', 'c'] }],
    [
      { runAsUser: '0', runAsGroup: '1.5' },
      { runAsUser: 0, runAsGroup: 1.5 },
    ],
    // What is no number is left to the library, which says what it expects.
    [{ runAsUser: 'root' }, { runAsUser: 'root' }],
    [
      { 'resources.limits.cpu': '1', 'resources.requests.cpu': '1m' },
      { resources: { limits: { cpu: '1' }, requests: { cpu: '1m' } } },
    ],
    [{ 'fetch.insecureRegistry': 'false' }, { fetch: { insecureRegistry: false } }],
    [{ notAField: '1' }, {}],
  ])('%j', (texts, expected) => {
    expect(config(texts)).toEqual(expected)
  })

  test('of several models', () => {
    const texts = { 'models[0].image': 'a', 'models[1].mountPath': '/b', image: 'of another time' }
    expect(config(texts, 3)).toEqual({ models: [{ image: 'a' }, { mountPath: '/b' }, {}] })
  })

  test('models come and go, and the first stays', () => {
    const one = { models: 1, texts: { image, mountPath: '/mnt/a' } }
    const two = withModels(one, 2)
    expect(configOf(two)).toEqual({ models: [{ image, mountPath: '/mnt/a' }, {}] })
    const typed = { ...two, texts: { ...two.texts, 'models[1].image': 'b' } }
    expect(configOf(withModels(typed, 1))).toEqual({ image, mountPath: '/mnt/a' })
    // One that was removed is not there again.
    expect(configOf(withModels(withModels(typed, 1), 2))).toEqual(configOf(two))
  })
})

describe('every message of the library', () => {
  const fields = allFields(1)
  const messages = (given: object) => {
    try {
      createInjector(given as ModelcarConfig)
    } catch (error) {
      if (isModelcarError(error)) return messagesOf(error.causes, fields)
      throw error
    }
    throw new Error('expected the config to be refused')
  }

  // The form gives a choice of two where there are two.
  const wrong = fields.filter(({ path }) => path !== 'fetch.insecureRegistry')

  test.each(wrong.map(({ path, kind }) => [path, kind] as const))('of %s is beside its field', (path, kind) => {
    // Nothing of all this is right, whatever the field.
    const { byField, others } = messages(
      config({
        image,
        mode: 'fetch',
        'fetch.caBundle.configMap': 'certificates',
        [path]: kind === 'names' ? '_, _' : '-1 _$',
      }),
    )
    expect(Object.keys(byField)).toEqual([path])
    expect(others).toEqual([])
  })

  test('that has no field of the form is told by itself', () => {
    const { byField, others } = messages({ image, typo: 1 })
    expect(byField).toEqual({})
    expect(others).toHaveLength(1)
    expect(others[0]).toContain('typo: expected a known field')
  })

  test('names the entry of a list', () => {
    expect(messages({ image, targets: ['a', 'A'] }).byField['targets']?.[0]).toMatch(
      /^targets\[1\]: expected a DNS name/,
    )
  })
})
