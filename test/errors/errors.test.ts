import { describe, expect, test } from 'vitest'
import { aboutOf } from '../../src/errors.js'
import {
  injectModelcar,
  isModelcarError,
  ModelcarConfigError,
  ModelcarConflictError,
  ModelcarError,
  ModelcarPodSpecError,
  type ModelcarConfig,
  type PodSpecLike,
} from '../../src/index.js'

const image = 'registry.example/team/llama:1'
const server = { containers: [{ name: 'kserve-container' }] }
const caught = (podSpec: unknown, config: unknown): unknown => {
  try {
    injectModelcar(podSpec as PodSpecLike, config as ModelcarConfig)
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe.each([
  [
    'ModelcarConfigError',
    ModelcarConfigError,
    'InvalidConfig',
    caught(server, { image, mode: 'x', enabled: 1 }),
    'invalid modelcar config',
  ],
  [
    'ModelcarPodSpecError',
    ModelcarPodSpecError,
    'InvalidPodSpec',
    caught({ containers: [{}], volumes: 1 }, { image }),
    'invalid pod spec',
  ],
  [
    'ModelcarConflictError',
    ModelcarConflictError,
    'Conflict',
    caught({ ...server, hostPID: true, restartPolicy: 'Never' }, { image }),
    'the model cannot be injected',
  ],
])('%s', (name, Class, code, error, summary) => {
  const thrown = error as ModelcarError

  test('has its class, name and code', () => {
    expect(thrown).toBeInstanceOf(Class)
    expect(thrown).toBeInstanceOf(ModelcarError)
    expect(thrown).toBeInstanceOf(Error)
    expect([thrown.name, thrown.code]).toEqual([name, code])
    expect(String(thrown)).toBe(`${name}: ${thrown.message}`)
    expect(thrown.stack).toContain(name)
    expect(isModelcarError(thrown)).toBe(true)
  })

  test('tells all causes in its message, one a line', () => {
    expect(thrown.causes.length).toBe(2)
    const lines = thrown.causes.map(({ field, message }) => `${field}: ${message}`)
    expect(thrown.message).toBe(`${summary}:\n- ${lines.join('\n- ')}`)
  })

  test('tells a single cause in one line', () => {
    const [cause] = thrown.causes
    const single = new Class([cause] as never)
    expect(single.message).toBe(`${summary}: ${cause!.field}: ${cause!.message}`)
    expect(single.causes).toEqual([cause])
  })

  test('is recognised across copies, by name and code', () => {
    const copy = Object.assign(new Error('x'), { name, code, causes: [] })
    expect(isModelcarError(copy)).toBe(true)
    expect(isModelcarError({ name, code, causes: [] })).toBe(true)
    expect(isModelcarError({ name, code: 'Other', causes: [] })).toBe(false)
    expect(isModelcarError({ name, causes: [] })).toBe(false)
    expect(isModelcarError({ name, code })).toBe(false)
    expect(isModelcarError({ name, code, causes: {} })).toBe(false)
    expect(isModelcarError({ code, causes: [] })).toBe(false)
    for (const cause of [null, 'x', [], {}, { ...thrown.causes[0], field: 5 }, { ...thrown.causes[0], message: {} }]) {
      expect(isModelcarError({ name, code, causes: [...thrown.causes, cause] })).toBe(false)
    }
    expect(isModelcarError({ name, code, causes: [...thrown.causes] })).toBe(true)
  })
})

test.each([
  undefined,
  null,
  'ModelcarConfigError',
  1,
  [],
  {},
  new Error('x'),
  { name: 'toString', code: undefined, causes: [] },
  { name: 'constructor', code: Object, causes: [] },
  { name: 1, code: 'Conflict', causes: [] },
  { name: 'ModelcarError', code: 'Conflict', causes: [] },
  { name: 'ModelcarConfigError', code: 'Conflict', causes: [] },
])('%o is none of them', (value) => {
  expect(isModelcarError(value)).toBe(false)
})

test.each([
  ['InvalidConfig', 'config'],
  ['InvalidPodSpec', 'pod'],
  ['Conflict', 'pod'],
] as const)('an error of another copy of the library that does not say it: %s is about the %s', (code, about) => {
  const cause = { code: 'Required' as const, field: 'f', message: 'm' }
  expect(aboutOf({ code }, cause)).toBe(about)
  expect(aboutOf({ code, about: 'overlay' }, cause)).toBe('overlay')
  expect(aboutOf({ code, about: 'overlay' }, { ...cause, about: 'pod' })).toBe('pod')
})

test('one cause stands behind the summary, several below it, and those left out are counted', () => {
  const cause = { code: 'Required' as const, field: 'f', message: 'm' }
  const messageOf = (count: number, omitted: number) =>
    new ModelcarConfigError(
      Array.from({ length: count }, () => cause),
      omitted,
    ).message
  expect(messageOf(1, 0)).toBe('invalid modelcar config: f: m')
  expect(messageOf(2, 0)).toBe('invalid modelcar config:\n- f: m\n- f: m')
  expect(messageOf(1, 3)).toBe('invalid modelcar config:\n- f: m\n- and 3 more')
  expect(messageOf(101, 0)).toMatch(/f: m\n- and 1 more$/)
})
