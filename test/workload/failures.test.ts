import { describe, expect, test } from 'vitest'
import {
  createInjector,
  injectModelcar,
  mapPodSpecs,
  ModelcarConfigError,
  ModelcarConflictError,
  ModelcarPodSpecError,
  type MapPodSpecsOptions,
  type ModelcarError,
  type PodSpecMap,
} from '../../src/index.js'
import { server } from './shapes.js'

// The errors of all objects come at once, and each cause says of which object it is.

const injector = createInjector({ image: 'registry.example/iris:1' })
const inject: PodSpecMap = (podSpec) => injector.inject(podSpec)

const deployment = (metadata: object, spec: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata,
  spec: { template: { spec } },
})
const list = (...items: unknown[]) => ({ apiVersion: 'v1', kind: 'List', items })
const inTheWay = { ...server(), hostPID: true }

function errorOf(object: object, map: PodSpecMap = inject, options: MapPodSpecsOptions = {}): ModelcarError {
  try {
    mapPodSpecs(object, map, options)
  } catch (error) {
    return error as ModelcarError
  }
  throw new Error('nothing was thrown')
}
const toldOf = ({ causes }: ModelcarError) => causes.map(({ field, message }) => `${field}: ${message}`)

describe('an object is named', () => {
  test.each<[string, object, string]>([
    ['by kind, namespace and name', { name: 'web', namespace: 'team-a' }, 'Deployment "team-a/web": '],
    ['by kind and name', { name: 'web' }, 'Deployment "web": '],
    ['by the start of its name', { generateName: 'web-', namespace: 'team-a' }, 'Deployment "team-a/web-*": '],
    ['by its name rather than its start', { name: 'web', generateName: 'x-' }, 'Deployment "web": '],
    ['in one line', { name: 'a\nb' }, 'Deployment "a\\nb": '],
    ['by no more than a name has', { name: 'a'.repeat(1000) }, `Deployment "${'a'.repeat(253)}…": `],
    ['by as much as a name has', { name: 'a'.repeat(253) }, `Deployment "${'a'.repeat(253)}": `],
    ['without a namespace that is empty', { name: 'web', namespace: '' }, 'Deployment "web": '],
    ['by its start where the name is empty', { name: '', generateName: 'web-' }, 'Deployment "web-*": '],
    ['not at all without a name', { namespace: 'team-a' }, ''],
    ['not by what is no name', { name: { toString: 1 } }, ''],
  ])('%s', (_, metadata, title) => {
    const [told] = toldOf(errorOf(deployment(metadata, inTheWay)))
    expect(told?.split('expected ')[0]).toBe(`spec.template.spec.hostPID: ${title}`)
  })

  test('also where it is a Pod, whose fields stay as they are', () => {
    const pod = { kind: 'Pod', metadata: { name: 'web' }, spec: inTheWay }
    const error = errorOf(pod)
    expect(toldOf(error)[0]).toMatch(/^spec\.hostPID: Pod "web": expected /)
    expect(error.cause).toMatchObject({ causes: [{ field: 'spec.hostPID' }] })
  })

  test('also for a fault in the metadata of a pod, though it is the config’s', () => {
    const error = errorOf(deployment({ name: 'web' }, server()), () => {
      throw new ModelcarConfigError([
        { code: 'InvalidValue', field: 'metadata.annotations[a]', message: 'wrong', about: 'pod' },
      ])
    })
    expect(toldOf(error)).toEqual(['spec.template.metadata.annotations[a]: Deployment "web": wrong'])
  })

  test('also where the field of the pod spec only ends in "spec"', () => {
    const causes = [{ code: 'InvalidValue', field: 'metadata.labels', message: 'wrong', about: 'pod' }] as const
    const object = { kind: 'Batch', spec: { podspec: server() } }
    const map = () => {
      throw new ModelcarConfigError(causes)
    }
    const error = errorOf(object, map, { pointers: ['/spec/podspec'] })
    expect(toldOf(error)).toEqual(['spec.podspec.metadata.labels: wrong'])
  })

  test('also in the metadata of a Pod itself', () => {
    const error = errorOf({ kind: 'Pod', metadata: { name: 'web' }, spec: server() }, () => {
      throw new ModelcarPodSpecError([{ code: 'InvalidType', field: 'metadata.labels', message: 'wrong' }])
    })
    expect(toldOf(error)).toEqual(['metadata.labels: Pod "web": wrong'])
  })

  test('as an object where it is of no kind', () => {
    const error = errorOf({ metadata: { name: 'web' }, spec: inTheWay }, inject, { pointers: ['/spec'] })
    expect(toldOf(error)[0]).toMatch(/^spec\.hostPID: object "web": expected /)
  })
})

describe('the errors of several objects', () => {
  const [a, b] = [
    deployment({ name: 'a' }, inTheWay),
    deployment({ name: 'b' }, { ...server(), os: { name: 'windows' } }),
  ]

  test('are one, with the causes of all in their order', () => {
    const error = errorOf(list(a, deployment({ name: 'fine' }, server()), b))
    expect(error).toBeInstanceOf(ModelcarConflictError)
    expect(toldOf(error).map((told) => told.split(': expected')[0])).toEqual([
      'items[0].spec.template.spec.hostPID: Deployment "a"',
      'items[2].spec.template.spec.os.name: Deployment "b"',
    ])
    expect(error.cause).toBeInstanceOf(AggregateError)
    expect((error.cause as AggregateError).errors).toHaveLength(2)
    expect((error.cause as AggregateError).errors[0]).toMatchObject({ causes: [{ field: 'spec.hostPID' }] })
  })

  const malformed = deployment({ name: 'm' }, { containers: 5 })
  const wrongConfig: PodSpecMap = (podSpec, { field }) => {
    if (field.startsWith('items[0]')) return inject(podSpec, { pointer: '', field, metadata: undefined })
    return injectModelcar(podSpec, { image: 'UPPER' })
  }
  test.each<[string, object, PodSpecMap, unknown, readonly string[]]>([
    [
      'a conflict and a malformed pod spec',
      list(a, malformed),
      inject,
      ModelcarPodSpecError,
      ['HostPID', 'InvalidType'],
    ],
    [
      'a malformed pod spec and a wrong config',
      list(malformed, a),
      wrongConfig,
      ModelcarConfigError,
      ['InvalidType', 'InvalidValue'],
    ],
    ['a conflict and a wrong config', list(a, a), wrongConfig, ModelcarConfigError, ['HostPID', 'InvalidValue']],
  ])('of several kinds are of the gravest: %s', (_, object, map, kind, codes) => {
    const error = errorOf(object, map)
    expect(error).toBeInstanceOf(kind)
    expect(error.causes.map(({ code }) => code)).toEqual(codes)
  })

  test('tell a wrong config once', () => {
    const error = errorOf(list(a, b, a), (podSpec) => injectModelcar(podSpec, { image: 'UPPER', mode: 'x' as never }))
    expect(error.causes.map(({ field }) => field)).toEqual(['mode', 'image'])
  })

  test('are told for both pod specs of an object without a name, though the first is its spec', () => {
    const error = errorOf({ kind: 'Pair', spec: inTheWay, other: inTheWay }, inject, { pointers: ['/spec', '/other'] })
    expect(error.causes.map(({ field }) => field)).toEqual(['spec.hostPID', 'other.hostPID'])
  })

  test('are about an overlay where the first of their kind is', () => {
    const conflict = { code: 'HostPID' as const, field: 'spec.hostPID', message: 'm' }
    const invalid = { code: 'Required' as const, field: 'spec', message: 'm' }
    const told = (make: () => ModelcarError) =>
      errorOf(list(a, b), () => {
        throw make()
      })
    expect(told(() => new ModelcarConflictError([conflict], 'overlay')).message).toMatch(/^the overlay cannot be/)
    expect(told(() => new ModelcarConflictError([conflict])).message).toMatch(/^the model cannot be/)
    const config = told(() => new ModelcarConfigError([invalid]))
    expect(config).toMatchObject({ about: 'config', message: 'invalid modelcar config: spec: m' })
    const overlay = told(() => new ModelcarConfigError([invalid], 0, 'overlay'))
    expect(overlay).toMatchObject({ about: 'overlay', message: 'invalid overlay: spec: m' })
  })

  test.each([[undefined], ['many'], [null]])('leave nothing out where an error of another copy says %o', (omitted) => {
    const causes = [{ code: 'HostPID', field: 'spec.hostPID', message: 'm' }]
    const foreign = Object.assign(new Error('x'), { name: 'ModelcarConflictError', code: 'Conflict', causes })
    if (omitted !== undefined) Object.assign(foreign, { omitted })
    const error = errorOf(list(a, b), () => {
      throw foreign
    })
    expect(error).toMatchObject({ omitted: 0, causes: [{ code: 'HostPID' }, { code: 'HostPID' }] })
    expect(error.message).toMatch(/^the model cannot be injected:/)
  })

  test('tell a hundred causes, and how many more there are', () => {
    const error = errorOf(list(...Array.from({ length: 150 }, () => a)))
    expect(error.causes).toHaveLength(100)
    expect(error.causes[99]?.field).toBe('items[99].spec.template.spec.hostPID')
    expect(error).toHaveProperty('omitted', 50)
    expect(errorOf(list(...Array.from({ length: 100 }, () => a)))).not.toHaveProperty('omitted', 50)
  })

  test('count what each of them left out', () => {
    const left = (): never => {
      const causes = [{ code: 'HostPID' as const, field: 'spec.hostPID', message: 'm' }]
      throw Object.assign(new ModelcarConflictError(causes), { omitted: 7 })
    }
    expect(errorOf(list(a, b), left)).toHaveProperty('omitted', 14)
  })
})

describe('a function that gives no pod spec', () => {
  const given = deployment({ name: 'web' }, server())
  const back = '; return the one it got where nothing is to be done'
  test.each<[string, unknown, string]>([
    ['nothing', undefined, `nothing${back}`],
    ['null', null, `null${back}`],
    ['a list', [], `a list${back}`],
    ['a text', 'spec', `"spec"${back}`],
    ['false', false, `false${back}`],
    ['a promise', Promise.resolve(server()), 'a promise; await what it needs before you call mapPodSpecs'],
  ])('but %s is refused, and told with all others', (_, result, found) => {
    const error = errorOf(list(given, given), () => result as never)
    expect(error).toBeInstanceOf(ModelcarPodSpecError)
    const told = `Deployment "web": expected the function to give a pod spec, found ${found}`
    expect(toldOf(error)).toEqual([0, 1].map((index) => `items[${String(index)}].spec.template.spec: ${told}`))
  })

  test.each([[undefined], [null], [{}], ['inject']])('is refused where it is no function: %o', (map) => {
    const causes = [expect.objectContaining({ code: 'InvalidType', field: 'map' })]
    expect(() => mapPodSpecs(given, map as never)).toThrow(expect.objectContaining({ causes }))
    expect(() => mapPodSpecs(given, map as never, 5 as never)).toThrow(/map: expected a function.*options: expected/s)
  })
})

test('a promise that fails is told as any other, and does not end the process as one that nobody waits for', async () => {
  const unhandled: unknown[] = []
  const listen = (error: unknown): void => void unhandled.push(error)
  process.on('unhandledRejection', listen)
  const map = (() => Promise.reject(new Error('no network'))) as unknown as PodSpecMap
  const object = deployment({ name: 'iris' }, server())
  expect(() => mapPodSpecs(object, map)).toThrow('found a promise; await what it needs before you call mapPodSpecs')
  await new Promise((resolve) => setTimeout(resolve, 10))
  process.off('unhandledRejection', listen)
  expect(unhandled).toEqual([])
})
