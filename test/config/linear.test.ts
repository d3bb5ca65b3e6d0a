import { describe, expect, test } from 'vitest'
import { createInjector, type ModelcarConfig } from '../../src/index.js'
import { image } from './configs.js'

/*
 * Whoever writes a config may write a long one: it costs its bytes. Quadratic, each of these takes from several seconds to minutes.
 */

const count = 32_000
const many = <T>(make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))
const modelsAt = (pathOf: (index: number) => string) => many((index) => ({ image, mountPath: pathOf(index) }))

interface Refusal {
  readonly causes: readonly { readonly field: string }[]
  readonly omitted: number
  readonly message: string
}

/** Compiles a config, and gives how many faults it has and where the first one is. */
function faultsOf(config: object): { count: number; first: string | undefined; refusal?: Refusal } {
  try {
    createInjector(config as ModelcarConfig)
    return { count: 0, first: undefined }
  } catch (error) {
    const refusal = error as Refusal
    return { count: refusal.causes.length + refusal.omitted, first: refusal.causes[0]?.field, refusal }
  }
}

describe.each(['sidecar', 'fetch'])('mode %s: a config with 32,000', (mode) => {
  test.each<[string, object, number, string?]>([
    ['models in one directory', { models: modelsAt((index) => `/mnt/${String(index)}`) }, 0],
    ['models in as many directories', { models: modelsAt((index) => `/mnt/${String(index)}/m`) }, 0],
    ['models whose paths share a name', { models: modelsAt((index) => `/mnt/${'a-'.repeat(20)}/${String(index)}`) }, 0],
    ['models at one path', { models: modelsAt(() => '/mnt/a') }, count - 1, 'models[1].mountPath'],
    [
      'models below one',
      { models: modelsAt((index) => (index === 0 ? '/mnt' : `/mnt/${String(index)}`)) },
      mode.includes('sidecar') ? count : count - 1,
    ],
    [
      'models above one another',
      { models: modelsAt((index) => `/mnt${'/m'.repeat(((count - index) % 40) + 1)}`) },
      count - 1,
      'models[1].mountPath',
    ],
    ['wrong models', { models: many(() => 1) }, count, 'models[0]'],
    [
      'wrong images',
      { models: modelsAt((index) => `/mnt/${String(index)}`).map((each) => ({ ...each, image: 'A' })) },
      count,
      'models[0].image',
    ],
    ['targets', { image, targets: many((index) => `t${String(index)}`) }, 0],
    ['equal targets', { image, targets: many(() => 't') }, count - 1, 'targets[1]'],
    ['pull secrets', { image, imagePullSecrets: many((index) => `s${String(index)}`) }, 0],
    [
      'unknown fields',
      { image, ...Object.fromEntries(many((index) => [`images${String(index)}`, 1])) },
      count,
      'images0',
    ],
    ['capabilities', { image, securityContext: { capabilities: { add: many(() => 'A') } } }, 0],
    [
      'names that meet',
      {
        models: modelsAt((index) => `/mnt/${String(index)}`),
        names: { sidecar: 'm', initContainer: `m-${String(count - 1)}` },
      },
      1,
    ],
  ])('%s', (_, config, faults, first) => {
    const found = faultsOf({ mode, ...config })
    expect(found.count).toBe(faults)
    if (first !== undefined) expect(found.first).toBe(first)
  })
})

describe('an error', () => {
  const wrong = (length: number) => faultsOf({ models: Array.from({ length }, () => 1) }).refusal!

  test('tells the first hundred causes, and how many more there are', () => {
    const { causes, omitted, message } = wrong(count)
    expect(causes.map(({ field }) => field)).toEqual(
      Array.from({ length: 100 }, (_, index) => `models[${String(index)}]`),
    )
    expect(omitted).toBe(count - 100)
    expect(message).toMatch(/\n- models\[99\]: [^\n]*\n- and 31900 more$/)
    expect(message.length).toBeLessThan(10_000)
  })

  test.each([
    [1, 0],
    [100, 0],
    [101, 1],
  ])('of %d causes omits %d', (length, omitted) => {
    const refusal = wrong(length)
    expect([refusal.causes.length, refusal.omitted]).toEqual([length - omitted, omitted])
    expect(refusal.message.includes(' more')).toBe(omitted > 0)
  })
})

describe('of what a message repeats there are 256 characters at most', () => {
  const long = 'x'.repeat(2000)
  const deep = `/mnt${'/xx'.repeat(1300)}`
  test.each([
    ['an unknown field', { image, [long]: 1 }],
    ['an unknown field that is no word', { image, [`${long} `]: 1 }],
    ['an unknown resource', { image, resources: { limits: { [long]: 1 } } }],
    [
      'two paths',
      {
        models: [
          { image, mountPath: deep },
          { image, mountPath: `${deep}/a` },
        ],
      },
    ],
    ['a path in a directory of the system', { image, mountPath: deep.replace('/mnt', '/proc') }],
    [
      'a path in the CA bundle',
      { image, mode: 'fetch', mountPath: `${deep}/a`, fetch: { caBundle: { configMap: 'c', mountPath: deep } } },
    ],
  ])('%s', (_, config) => {
    const [cause, ...more] = faultsOf(config).refusal?.causes ?? []
    expect(more).toEqual([])
    expect(JSON.stringify(cause).length).toBeGreaterThan(100)
    expect(JSON.stringify(cause).length).toBeLessThan(1200)
  })
})
