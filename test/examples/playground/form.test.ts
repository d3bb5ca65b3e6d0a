import { createInjector, isModelcarError, type ModelcarConfig } from 'modelcar'
import { describe, expect, test } from 'vitest'
import { configOf } from '../../../examples/playground/src/config/config.js'
import type { Field } from '../../../examples/playground/src/config/field.js'
import { fieldsOf } from '../../../examples/playground/src/config/fields.js'
import { messagesOf } from '../../../examples/playground/src/config/messages.js'
import { moreFields } from '../../../examples/playground/src/config/more-fields.js'
import { type Values, withModels, withText } from '../../../examples/playground/src/config/values.js'

type Texts = Values['texts']

const image = 'registry.example/team/llama:1'
const fieldAt = (path: string): Field => {
  const field = moreFields.flatMap(({ fields }) => fields).find((each) => each.path === path)
  if (field === undefined) throw new Error(`expected a field for ${path}`)
  return field
}
const config = (texts: Texts, models = 1): object => configOf({ models, texts }).config

describe('what a form says', () => {
  test.each<[Texts, object]>([
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
      { resources: 'these amounts', 'resources.limits.cpu': '1', 'resources.requests.ephemeral-storage': '1Gi' },
      { resources: { limits: { cpu: '1' }, requests: { 'ephemeral-storage': '1Gi' } } },
    ],
    // What was typed stays in a field that is not there, and is not said.
    [{ resources: 'none', 'resources.limits.cpu': '1' }, { resources: {} }],
    [{ 'resources.limits.cpu': '1' }, {}],
    [{ 'fetch.resources': 'none', 'fetch.pullSecret': 'pull' }, { fetch: { resources: {}, pullSecret: 'pull' } }],
    [{ volumeSource: 'emptyDir' }, { volumeSource: { emptyDir: {} } }],
    [
      { volumeSource: 'persistentVolumeClaim', 'volumeSource.persistentVolumeClaim.claimName': 'a' },
      { volumeSource: { persistentVolumeClaim: { claimName: 'a' } } },
    ],
    [
      { volumeSource: 'ephemeral', 'volumeSource.ephemeral': 'volumeClaimTemplate:\n  spec: {}' },
      { volumeSource: { ephemeral: { volumeClaimTemplate: { spec: {} } } } },
    ],
    [{ securityContext: 'restricted' }, { securityContext: 'restricted' }],
    [{ securityContext: '{"privileged": false}' }, { securityContext: { privileged: false } }],
    [{ enabled: 'false' }, { enabled: false }],
    [{ 'fetch.insecureRegistry': 'false' }, { fetch: { insecureRegistry: false } }],
    [{ notAField: '1' }, {}],
  ])('%j', (texts, expected) => {
    expect(config(texts)).toEqual(expected)
  })

  test('of several models', () => {
    const texts = {
      'models[0].image': 'a',
      'models[1].mountPath': '/b',
      'models[1].sourcePath': '/c',
      sourcePath: '/all',
      image: 'of another time',
    }
    expect(config(texts, 3)).toEqual({
      models: [{ image: 'a' }, { mountPath: '/b', sourcePath: '/c' }, {}],
      sourcePath: '/all',
    })
  })

  test('models come and go, and the first stays', () => {
    const one = { models: 1, texts: { image, mountPath: '/mnt/a' } }
    const two = withModels(one, 2)
    expect(configOf(two).config).toEqual({ models: [{ image, mountPath: '/mnt/a' }, {}] })
    const typed = { ...two, texts: { ...two.texts, 'models[1].image': 'b' } }
    expect(configOf(withModels(typed, 1)).config).toEqual({ image, mountPath: '/mnt/a' })
    // One that was removed is not there again.
    expect(configOf(withModels(withModels(typed, 1), 2))).toEqual(configOf(two))
  })

  test('the path in the image is one of all, unless the first model that stays has its own', () => {
    const one = { models: 1, texts: { image, sourcePath: '/all' } }
    const two = withModels(one, 2)
    expect(configOf(two).config).toEqual({ models: [{ image }, {}], sourcePath: '/all' })
    expect(configOf(withModels(two, 1)).config).toEqual({ image, sourcePath: '/all' })
    const typed = { ...two, texts: { ...two.texts, 'models[0].sourcePath': '/own' } }
    expect(configOf(withModels(typed, 1)).config).toEqual({ image, sourcePath: '/own' })
    expect(configOf(withModels(withModels(typed, 1), 2)).config).toEqual({
      models: [{ image }, {}],
      sourcePath: '/own',
    })
  })

  test('an ephemeral volume begins with what the library takes, and what was typed stays', () => {
    const source = 'volumeSource'
    const chosen = withText({ models: 1, texts: { image, mode: 'fetch' } }, source, 'ephemeral')
    expect(() => createInjector(configOf(chosen).config as ModelcarConfig)).not.toThrow()
    const typed = withText(chosen, 'volumeSource.ephemeral', '')
    const again = withText(withText(typed, source, 'emptyDir'), source, 'ephemeral')
    expect(again.texts['volumeSource.ephemeral']).toBe('')
  })

  test.each([
    ['privileged: [', /^expected YAML: Flow sequence/],
    ['a: *b', /^expected YAML: Unresolved alias/],
    ['a: 1\n---\nb: 2', /^expected YAML: Source contains multiple documents/],
  ])('what is no YAML, such as %j, is told at its field', (text, message) => {
    const { config, faults } = configOf({ models: 1, texts: { image, securityContext: text } })
    expect(config).toEqual({ image })
    expect(faults).toEqual([{ field: 'securityContext', message: expect.stringMatching(message) as string }])
  })
})

describe('every message of the library', () => {
  // The form as it is where each field is there, so far as it can be.
  const shown: Texts = { resources: 'these amounts', 'fetch.resources': 'these amounts' }
  const form = (texts: Texts, models = 1): Values => ({
    models,
    texts: { ...shown, [models === 1 ? 'image' : 'models[0].image']: image, mode: 'fetch', ...texts },
  })
  const said = (given: object, values: Values) => {
    try {
      createInjector(given as ModelcarConfig)
    } catch (error) {
      if (isModelcarError(error)) return messagesOf(error.causes, fieldsOf(values))
      throw error
    }
    throw new Error('expected the config to be refused')
  }
  const messages = (given: object) => said(given, form({}))

  const sources = Object.keys(fieldAt('volumeSource').choices ?? {})
  const forms = [form({}), ...sources.map((source) => form({ volumeSource: source }))]
  const several = form({ 'models[1].image': image, 'models[1].mountPath': '/mnt/other' }, 2)
  // Nothing of these texts is right, whatever the field; a choice has none that is wrong, but for those of strings.
  const cases = [...forms, several].flatMap((values) =>
    fieldsOf(values)
      .filter(({ choices = {} }) => Object.values(choices).every((value) => typeof value === 'string'))
      // Another source than an empty directory is a matter of the mode.
      .filter(({ path }) => path !== 'mode' || values.texts['volumeSource'] === undefined)
      .map(({ path, kind }) => [path, values.texts['volumeSource'] ?? values.models, kind, values] as const),
  )

  test.each(cases)('of %s is beside its field (%s)', (path, _, kind, values) => {
    const right: Texts = {
      'fetch.caBundle.configMap': 'certificates',
      'volumeSource.ephemeral':
        'volumeClaimTemplate: { spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } } }',
      'volumeSource.persistentVolumeClaim.claimName': 'claim',
    }
    const texts = { ...values.texts, ...right, [path]: kind === 'names' ? '_, _' : '-1 _$' }
    const { config } = configOf({ ...values, texts })
    const { byField, others } = said(config, values)
    expect(Object.keys(byField)).toEqual([path])
    expect(others).toEqual([])
  })

  test('of a claim that is not there is beside its field', () => {
    const values = form({ volumeSource: 'persistentVolumeClaim' })
    const { byField } = said(configOf(values).config, values)
    expect(Object.keys(byField)).toEqual(['volumeSource.persistentVolumeClaim.claimName'])
  })

  test('of something below a text of YAML is beside that', () => {
    const values = form({ securityContext: 'capabilities: { add: 3 }' })
    expect(said(configOf(values).config, values)).toEqual({
      byField: { securityContext: ['securityContext.capabilities.add: expected a list of strings, found 3'] },
      others: [],
    })
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
