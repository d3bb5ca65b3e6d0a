import { createInjector, isModelcarError, type Cause, type ModelcarConfig } from 'modelcar'
import { describe, expect, test } from 'vitest'
import type { Field } from '../../../examples/playground/src/config/field.js'
import { fieldsOfModel, mainFields } from '../../../examples/playground/src/config/fields.js'
import { moreFields } from '../../../examples/playground/src/config/more-fields.js'
import { configKeys } from '../../kit/config-keys.js'

// The form has a field for every key of a config. Which keys there are is asked of the library, by a key that it does not know.

const fields = [1, 2]
  .flatMap((count) => fieldsOfModel(0, count))
  .concat(
    mainFields,
    moreFields.flatMap((group) => group.fields),
  )
const fieldAt = (path: string): Field | undefined => fields.find((field) => field.path === path)

function causesOf(config: object): readonly Cause[] {
  try {
    createInjector(config as ModelcarConfig)
    return []
  } catch (error) {
    if (isModelcarError(error)) return error.causes
    throw error
  }
}

type Path = readonly (string | 0)[]

const textOf = (path: Path): string =>
  path.reduce<string>((text, step) => (step === 0 ? `${text}[0]` : text === '' ? step : `${text}.${step}`), '')

const nested = (path: Path, value: unknown): unknown =>
  path.reduceRight<unknown>((inner, step) => (step === 0 ? [inner] : { [step]: inner }), value)

/** The keys that the library knows in the object at a path; none where it takes no object there. */
function keysAt(path: Path): readonly string[] {
  const causes = causesOf(nested(path, { '?': 1 }) as object)
  const unknown = causes.find(({ code, field }) => code === 'Unknown' && field.endsWith('["?"]'))
  const [, list = ''] = /(?:the fields are|expected one of) (.*?)(?:, found|$)/.exec(unknown?.message ?? '') ?? []
  return list === '' ? [] : list.split(', ')
}

/** The paths of all values, but for what is below a text of YAML. */
function valuesBelow(path: Path): readonly string[] {
  if (fieldAt(textOf(path))?.kind === 'yaml') return [textOf(path)]
  const places = [path, [...path, 0] as const].flatMap((place) => keysAt(place).map((key) => [...place, key]))
  return places.length === 0 ? [textOf(path)] : places.flatMap(valuesBelow)
}

describe('the form and the config', () => {
  test('what the library says of its keys is read', () => {
    expect(keysAt([]).toSorted()).toEqual(Object.keys(configKeys).toSorted())
    expect(keysAt(['models', 0])).toEqual(['image', 'mountPath', 'sourcePath'])
    expect(keysAt(['fetch', 'resources', 'limits'])).toEqual(['cpu', 'memory', 'ephemeral-storage'])
    expect(keysAt(['mode'])).toEqual([])
  })

  test('every value of a config has a field', () => {
    const values = valuesBelow([])
    expect(values.length).toBeGreaterThan(35)
    expect(values.filter((path) => fieldAt(path) === undefined)).toEqual([])
  })

  test('every field is one of a config, and has a name of its own', () => {
    const values = valuesBelow([])
    expect(fields.filter(({ path }) => !values.some((value) => value.startsWith(path)))).toEqual([])
    expect(new Set(fields.map(({ label }) => label)).size).toBe(fields.length)
  })

  test.each(
    fields.flatMap(({ path, choices = {} }) =>
      Object.values(choices).every((value) => typeof value === 'string') && Object.keys(choices).length > 0
        ? [[path, choices] as const]
        : [],
    ),
  )('%s has every choice that the library takes', (path, choices) => {
    const causes = causesOf({ image: 'registry.example/a:1', ...(nested(path.split('.'), '?') as object) })
    const [, list = ''] = /expected one of (.*), found/.exec(causes[0]?.message ?? '') ?? []
    expect(Object.keys(choices)).toEqual(list.split(', ').filter((choice) => choice !== '""'))
  })
})
