import { V1Deployment } from '@kubernetes/client-node'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  createInjector,
  injectModelcar,
  isModelcarError,
  mapPodSpecs,
  ModelcarConfigError,
  ModelcarConflictError,
  ModelcarPodSpecError,
  type PodSpecLike,
  type PodSpecPlace,
} from '../../src/index.js'
import { inferenceServiceLabel, injectForKServe, sourceUriAnnotation } from '../../src/kserve/index.js'
import { difference, snapshot } from '../../src/testing/laws/snapshot.js'
import { customResources, kinds, server } from './shapes.js'

const injector = createInjector({ image: 'registry.example/iris:1' })
const inject = (podSpec: PodSpecLike): PodSpecLike => injector.inject(podSpec)
const same = (podSpec: PodSpecLike): PodSpecLike => podSpec
const valueAt = (object: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce(
      (value: unknown, token) => (value as Record<string, unknown>)[token.replaceAll('~1', '/').replaceAll('~0', '~')],
      object,
    )

/** The places that the function was called for, in order. */
function placesIn(object: object, pointers?: readonly string[]): PodSpecPlace[] {
  const places: PodSpecPlace[] = []
  const { object: mapped } = mapPodSpecs(object, (podSpec, place) => (places.push(place), podSpec), { pointers })
  expect(mapped).toBe(object)
  return places
}

function thrownBy(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('every kind of Kubernetes itself', () => {
  test.each(Object.entries(kinds))('%s', (_kind, { at, object }) => {
    const before = snapshot(object)
    const { object: mapped, unknown } = mapPodSpecs(object, inject)
    expect(unknown).toEqual([])
    expect(difference(before, snapshot(object))).toBeUndefined()
    expect(valueAt(mapped, at)).toEqual(injectModelcar(server(), { image: 'registry.example/iris:1' }))
    expect(placesIn(object)).toEqual([
      { pointer: at, field: at.slice(1).replaceAll('/', '.'), metadata: { labels: { app: 'a' } } },
    ])
    expect(mapPodSpecs(mapped, inject).object).toBe(mapped)
    expect(mapPodSpecs(object, same).object).toBe(object)
  })

  test.each(Object.entries(kinds))(
    '%s without its apiVersion, with a null, and of another group',
    (_kind, { object }) => {
      const { apiVersion, ...rest } = object
      expect(mapPodSpecs(rest, inject).unknown).toEqual([])
      expect(mapPodSpecs({ ...rest, apiVersion: null }, inject).unknown).toEqual([])
      for (const other of ['batch.volcano.sh/v1alpha1', 'example.com/v1', 'v1/x', 5, '']) {
        const foreign = { ...object, apiVersion: other }
        const isCore = other === '' && apiVersion === 'v1'
        expect(mapPodSpecs(foreign, inject).object === foreign).toBe(!isCore)
        expect(mapPodSpecs(foreign, inject).unknown).toHaveLength(isCore ? 0 : 1)
      }
    },
  )

  test('of the group that Deployments were in before', () => {
    expect(placesIn({ ...kinds.Deployment?.object, apiVersion: 'extensions/v1beta1' })).toHaveLength(1)
  })

  test('what does not change is shared', () => {
    const { object } = kinds.CronJob!
    const mapped = mapPodSpecs(object, inject).object as typeof object & { spec: Record<string, unknown> }
    expect(mapped.metadata).toBe(object.metadata)
    const beside = ['spec', 'jobTemplate', 'spec', 'template']
    expect(valueAt(mapped, `/${beside.join('/')}/metadata`)).toBe(valueAt(object, `/${beside.join('/')}/metadata`))
  })

  test.each([
    ['Deployment', {}],
    ['Deployment', { spec: null }],
    ['Deployment', { spec: { template: [] } }],
    ['CronJob', { spec: { jobTemplate: 'x' } }],
    ['Pod', { spec: null }],
    ['Pod', { spec: undefined }],
    ['Pod', {}],
  ])('%s without a pod spec (%o) is left alone, and known', (kind, rest) => {
    const object = { kind, ...rest }
    expect(mapPodSpecs(object, inject)).toEqual({ object, unknown: [] })
    expect(mapPodSpecs(object, inject).object).toBe(object)
  })
})

describe('lists', () => {
  const deployment = kinds.Deployment!.object
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'front' }, spec: {} }

  test('of any kinds, nested ones too, keep what does not change and tell what is not known', () => {
    const inner = { kind: 'List', apiVersion: 'v1', items: [service, kinds.Pod!.object] }
    const list = { kind: 'List', apiVersion: 'v1', metadata: {}, items: [service, deployment, inner] }
    const { object, unknown } = mapPodSpecs(list, inject)
    const known = { apiVersion: 'v1', kind: 'Service', name: 'front' }
    expect(unknown).toEqual([
      { pointer: '/items/0', ...known },
      { pointer: '/items/2/items/0', ...known },
    ])
    expect(object.items[0]).toBe(service)
    expect(object.items[1]).toEqual(mapPodSpecs(deployment, inject).object)
    expect((object.items[2] as typeof inner).items[1]).toEqual(mapPodSpecs(kinds.Pod!.object, inject).object)
    expect(object.metadata).toBe(list.metadata)
    expect(placesIn(list).map(({ pointer }) => pointer)).toEqual([
      '/items/1/spec/template/spec',
      '/items/2/items/1/spec',
    ])
    expect(placesIn(list)[1]?.field).toBe('items[2].items[1].spec')
    expect(mapPodSpecs(object, inject).object).toBe(object)
  })

  test('of one kind, whose entries need not say it', () => {
    const { kind: _kind, apiVersion: _version, ...bare } = deployment
    const list = { kind: 'DeploymentList', apiVersion: 'apps/v1', items: [bare, deployment] }
    expect(placesIn(list)).toHaveLength(2)
    const { object } = mapPodSpecs(list, inject)
    expect(Object.keys(object.items[0] ?? {})).toEqual(Object.keys(bare))
    const jobs = { kind: 'JobList', apiVersion: 'batch.volcano.sh/v1alpha1', items: [bare] }
    expect(mapPodSpecs(jobs, inject).unknown).toMatchObject([{ kind: 'Job', pointer: '/items/0' }])
  })

  test('of one kind may hold others, which say so', () => {
    const list = { kind: 'PodList', apiVersion: 'v1', items: [deployment, service, { spec: server() }] }
    expect(placesIn(list).map(({ pointer }) => pointer)).toEqual(['/items/0/spec/template/spec', '/items/2/spec'])
    expect(mapPodSpecs(list, inject).unknown).toMatchObject([{ kind: 'Service', apiVersion: 'v1' }])
  })

  test('are known by their kind', () => {
    for (const kind of ['Lists', 'Config', undefined, 5]) {
      const object = { kind, items: [deployment] }
      expect(mapPodSpecs(object, inject).object).toBe(object)
      expect(mapPodSpecs(object, inject).unknown).toHaveLength(1)
    }
  })

  test('of custom resources', () => {
    const { object, pointers, at } = customResources.JobSet!
    const { kind: _kind, apiVersion: _version, ...bare } = object
    const list = { kind: 'JobSetList', apiVersion: 'jobset.x-k8s.io/v1alpha2', items: [object, bare] }
    expect(placesIn(list, pointers).map(({ pointer }) => pointer)).toEqual([
      ...at.map((pointer) => `/items/0${pointer}`),
      ...at.map((pointer) => `/items/1${pointer}`),
    ])
  })

  test.each([[null], [undefined], [{}], ['x']])('without entries (%o) are no lists', (items) => {
    const list = { kind: 'List', apiVersion: 'v1', items }
    expect(mapPodSpecs(list, inject).unknown).toMatchObject([{ pointer: '', kind: 'List' }])
  })

  test('of what is no object', () => {
    const list = { kind: 'List', items: [null, 5, [], 'x', {}] }
    const { object, unknown } = mapPodSpecs(list, inject)
    expect(object).toBe(list)
    expect(unknown.map(({ pointer }) => pointer)).toEqual([0, 1, 2, 3, 4].map((index) => `/items/${String(index)}`))
    expect(mapPodSpecs({ kind: 5, apiVersion: {}, metadata: { name: 5 } }, inject).unknown).toEqual([
      { pointer: '', apiVersion: undefined, kind: undefined, name: undefined },
    ])
  })

  test('that are empty hold nothing unknown', () => {
    expect(mapPodSpecs({ kind: 'List', items: [] }, inject).unknown).toEqual([])
  })
})

describe('custom resources', () => {
  test.each(Object.entries(customResources))('%s', (_kind, { pointers, object, at }) => {
    const before = snapshot(object)
    const { object: mapped, unknown } = mapPodSpecs(object, inject, { pointers })
    expect(unknown).toEqual([])
    expect(difference(before, snapshot(object))).toBeUndefined()
    expect(placesIn(object, pointers).map(({ pointer }) => pointer)).toEqual(at)
    for (const pointer of at) expect(valueAt(mapped, pointer)).toEqual(inject(valueAt(object, pointer) as PodSpecLike))
    expect(mapPodSpecs(mapped, inject, { pointers }).object).toBe(mapped)
  })

  test('hand over the metadata of a template, and of no other neighbour', () => {
    const metadataIn = (name: string) => {
      const { object, pointers } = customResources[name]!
      return placesIn(object, pointers).map(({ metadata }) => metadata)
    }
    expect(metadataIn('RayCluster')).toEqual(Array.from({ length: 3 }, () => ({ labels: { app: 'a' } })))
    expect(metadataIn('LLMInferenceService')).toEqual([undefined, undefined, undefined])
    const roles = { kind: 'Roles', roles: { metadata: server(), spec: server() } }
    expect(placesIn(roles, ['/roles/metadata'])[0]?.metadata).toBeUndefined()
  })

  test('may lack parts: a RayCluster without workers', () => {
    const { object, pointers } = customResources.RayCluster!
    const { headGroupSpec } = object.spec as { headGroupSpec: unknown }
    for (const workers of [{}, { workerGroupSpecs: null }, { workerGroupSpecs: [] }, { workerGroupSpecs: 'x' }]) {
      const cluster = { ...object, spec: { headGroupSpec, ...workers } }
      expect(placesIn(cluster, pointers).map(({ pointer }) => pointer)).toEqual(['/spec/headGroupSpec/template/spec'])
    }
  })

  test('are reported where no pointer leads anywhere, and without pointers', () => {
    const { object } = customResources.JobSet!
    const told = [{ pointer: '', apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', name: 'x' }]
    for (const pointers of [
      undefined,
      [],
      ['/spec/nothing/*/here', '/spec/replicatedJobs/-/template', '/spec/replicatedJobs/7'],
    ]) {
      const { object: mapped, unknown } = mapPodSpecs(object, inject, { pointers })
      expect(mapped).toBe(object)
      expect(unknown).toEqual(told)
    }
  })

  test('are looked through by index, and each place once', () => {
    const { object } = customResources.JobSet!
    const at = (index: string) => `/spec/replicatedJobs/${index}/template/spec/template/spec`
    expect(placesIn(object, [at('1'), at('*'), at('01'), at('1')]).map(({ pointer }) => pointer)).toEqual([
      at('1'),
      at('0'),
    ])
  })

  test('are looked through no deeper than where one pointer ends', () => {
    const object = { kind: 'X', spec: { a: { b: server() } } }
    expect(placesIn(object, ['/spec/*', '/spec/a/b']).map(({ pointer }) => pointer)).toEqual(['/spec/a'])
  })

  test('are looked through by all pointers that lead to a place', () => {
    const object = { kind: 'X', spec: { a: { x: {}, y: {} }, b: { x: {} } } }
    const found = placesIn(object, ['/spec/*/x', '/spec/a/y']).map(({ pointer }) => pointer)
    expect(found).toEqual(['/spec/a/x', '/spec/a/y', '/spec/b/x'])
  })

  test('have no entries where a list or object is expected and a text is found', () => {
    for (const spec of ['x', 5, true]) {
      expect(mapPodSpecs({ kind: 'X', spec }, inject, { pointers: ['/spec/*', '/spec/0'] }).unknown).toHaveLength(1)
    }
  })

  test.each(['01', '1.0', '1e0', '+1', '-1', ' 1', '1 ', '', '11'])('have no entry %o of a list', (token) => {
    const object = { kind: 'X', spec: Array.from({ length: 11 }, server) }
    expect(placesIn(object, ['/spec/10']).map(({ pointer }) => pointer)).toEqual(['/spec/10'])
    expect(placesIn(object, [`/spec/${token}`])).toEqual([])
  })

  test('may be a pod spec themselves, or hold it under any key', () => {
    expect(placesIn({ kind: 'X' }, [''])).toEqual([{ pointer: '', field: '', metadata: undefined }])
    const odd = JSON.parse('{"kind":"X","__proto__":{"a b":{"":{"containers":[]}}}}') as object
    const named = { kind: 'X', 'a/b': { 'c~d': { '~1': {} } } }
    expect(placesIn(named, ['/a~1b/c~0d/~01'])).toMatchObject([{ pointer: '/a~1b/c~0d/~01', field: '[a/b][c~d][~1]' }])
    expect(placesIn({ kind: 'X', 'a b': { c: {} } }, ['/a b/c'])).toMatchObject([{ field: '[a b].c' }])
    const pointers = ['/__proto__/a b/']
    expect(placesIn(odd, pointers)).toMatchObject([{ pointer: '/__proto__/a b/', field: '[__proto__][a b][]' }])
    const { object } = mapPodSpecs(odd, () => ({ containers: [{ name: 'new' }] }), { pointers })
    expect(JSON.stringify(object)).toBe('{"kind":"X","__proto__":{"a b":{"":{"containers":[{"name":"new"}]}}}}')
    expect(placesIn({ kind: 'X' }, ['/constructor', '/toString/name'])).toEqual([])
  })

  test('have nothing to do with the pointers where their kind is known', () => {
    expect(placesIn(kinds.Pod!.object, ['/spec/containers/0'])).toMatchObject([{ pointer: '/spec' }])
  })
})

describe('wrong pointers are refused, all at once', () => {
  test.each<[unknown, readonly string[]]>([
    [
      { pointers: ['spec/template', '/a~2', '/a~', 5, '/fine', '#/spec'] },
      [
        'InvalidValue pointers[0]',
        'InvalidValue pointers[1]',
        'InvalidValue pointers[2]',
        'InvalidType pointers[3]',
        'InvalidValue pointers[5]',
      ],
    ],
    [{ pointers: '/spec' }, ['InvalidType pointers']],
    [{ pointer: '/spec' }, ['Unknown pointer']],
    ['/spec', ['InvalidType options']],
    [{ kind: '' }, ['InvalidValue kind']],
    [{ kind: 5 }, ['InvalidType kind']],
  ])('%o', (options, told) => {
    const error = thrownBy(() => mapPodSpecs(kinds.Pod!.object, inject, options as object))
    expect(error).toBeInstanceOf(ModelcarConfigError)
    expect((error as ModelcarConfigError).causes.map(({ code, field }) => `${code} ${field}`)).toEqual(told)
  })

  test('with what was expected, and found', () => {
    const pointers = ['spec', '/a~2', 5] as string[]
    const error = thrownBy(() => mapPodSpecs(kinds.Pod!.object, inject, { pointers }))
    expect((error as ModelcarConfigError).causes.map(({ message }) => message)).toEqual([
      'expected a JSON pointer, which begins with "/", such as /spec/template/spec, found "spec"',
      'expected "~0" for "~" and "~1" for "/" in a JSON pointer, found "/a~2"',
      'expected a JSON pointer, found 5',
    ])
    expect(() => mapPodSpecs({}, inject, { pointers: 5 as never })).toThrow('expected a list of JSON pointers, found 5')
    expect(() => mapPodSpecs({}, inject, 5 as never)).toThrow('expected an object, found 5')
    expect(() => mapPodSpecs({}, inject, { kind: '' })).toThrow('kind: expected a kind such as Deployment, found ""')
  })

  test('but none are needed', () => {
    for (const options of [undefined, null, {}, { pointers: null, kind: null }, { pointers: undefined }]) {
      expect(mapPodSpecs(kinds.Pod!.object, inject, options as never).unknown).toEqual([])
    }
  })
})

describe('errors', () => {
  const job = { kind: 'Job', spec: { template: { spec: { restartPolicy: 'Never', ...server() } } } }

  test('lead from the object to the fault, with the first one as cause', () => {
    const error = thrownBy(() => mapPodSpecs({ kind: 'List', items: [{}, job] }, inject))
    expect(error).toBeInstanceOf(ModelcarConflictError)
    expect(error).toMatchObject({
      causes: [{ code: 'NeverCompletes', field: 'items[1].spec.template.spec.restartPolicy' }],
      cause: { causes: [{ field: 'spec.restartPolicy' }] },
    })
    expect((error as Error).message).toContain('items[1].spec.template.spec.restartPolicy: expected Always')
    expect(isModelcarError(error)).toBe(true)
  })

  test('of a malformed pod spec too', () => {
    const broken = { kind: 'Job', spec: { template: { spec: { containers: [{}] } } } }
    const error = thrownBy(() => mapPodSpecs(broken, inject))
    expect(error).toBeInstanceOf(ModelcarPodSpecError)
    expect(error).toMatchObject({ causes: [{ field: 'spec.template.spec.containers[0].name' }] })
    const text = thrownBy(() => mapPodSpecs({ kind: 'Job', spec: { template: { spec: 'x' } } }, same))
    expect(text).toMatchObject({
      name: 'ModelcarPodSpecError',
      causes: [{ code: 'InvalidType', field: 'spec.template.spec', message: 'expected an object, found "x"' }],
    })
  })

  test('of a pod are the very ones that were thrown', () => {
    const error = thrownBy(() => mapPodSpecs({ kind: 'Pod', spec: job.spec.template.spec }, inject))
    expect(error).toMatchObject({ causes: [{ field: 'spec.restartPolicy' }] })
    expect(error).not.toHaveProperty('cause')
  })

  test('of a pod spec that is the object', () => {
    const error = thrownBy(() => mapPodSpecs({ kind: 'X', containers: [{}] }, inject, { pointers: [''] }))
    expect(error).toMatchObject({ causes: [{ field: 'containers[0].name' }] })
  })

  test('of a config keep their fields, but for those in the pod’s metadata', () => {
    const settings = { memoryRequest: '1', memoryLimit: '1', cpuRequest: '1', cpuLimit: '1', ociModelMode: 'bogus' }
    const configMap = { storageInitializer: JSON.stringify(settings) }
    const metadata = { labels: { [inferenceServiceLabel]: 'a' }, annotations: { [sourceUriAnnotation]: 'oci+foo://a' } }
    const deployment = { kind: 'Deployment', spec: { template: { metadata, spec: server() } } }
    const error = thrownBy(() =>
      mapPodSpecs(deployment, (spec, { metadata }) => injectForKServe({ metadata, spec }, configMap).spec),
    )
    expect(error).toBeInstanceOf(ModelcarConfigError)
    expect((error as ModelcarConfigError).causes.map(({ field }) => field)).toEqual([
      'data.storageInitializer: ociModelMode',
      `spec.template.metadata.annotations[${sourceUriAnnotation}]`,
    ])
    const config = thrownBy(() => mapPodSpecs(job, (spec) => injectModelcar(spec, { image: 'UPPER' })))
    expect(config).toMatchObject({ causes: [{ field: 'image' }] })
  })

  test('of another copy of the library are told apart by name and code', () => {
    const foreign = Object.assign(new Error('x'), {
      name: 'ModelcarConflictError',
      code: 'Conflict',
      causes: [{ code: 'HostPID', field: 'spec.hostPID', message: 'm' }],
    })
    const error = thrownBy(() =>
      mapPodSpecs(job, () => {
        throw foreign
      }),
    )
    expect(error).toMatchObject({ causes: [{ code: 'HostPID', field: 'spec.template.spec.hostPID' }], cause: foreign })
  })

  test('of a config that has fields of such names are left alone', () => {
    const causes = ['image.metadata.x', 'spec.containers[0]', 'metadatas'].map((field) => ({
      code: 'Required' as const,
      field,
      message: 'm',
    }))
    const error = thrownBy(() =>
      mapPodSpecs(job, () => {
        throw new ModelcarConfigError(causes)
      }),
    )
    expect(error).toMatchObject({ causes })
  })

  test('that are none of the library’s pass through', () => {
    const own = new Error('mine')
    const error = thrownBy(() =>
      mapPodSpecs(job, () => {
        throw own
      }),
    )
    expect(error).toBe(own)
  })
})

test('an injection by KServe’s ConfigMap works in any workload', () => {
  const settings = { memoryRequest: '1', memoryLimit: '1', cpuRequest: '1', cpuLimit: '1', ociModelMode: 'native' }
  const configMap = { storageInitializer: JSON.stringify(settings) }
  const metadata = { labels: { [inferenceServiceLabel]: 'a' }, annotations: { [sourceUriAnnotation]: 'oci://a/b' } }
  const deployment = { kind: 'Deployment', spec: { template: { metadata, spec: server() } } }
  const injectTemplate = (spec: PodSpecLike, { metadata }: PodSpecPlace): PodSpecLike =>
    injectForKServe({ metadata, spec }, configMap).spec
  const { object } = mapPodSpecs(deployment, injectTemplate)
  expect(object.spec.template.spec.volumes).toEqual([
    { name: 'mnt-models', image: { reference: 'a/b', pullPolicy: 'IfNotPresent' } },
  ])
  expect(mapPodSpecs(object, injectTemplate).object).toBe(object)
})

test('instances of a client’s class are not written to, and the type stays', () => {
  const deployment: V1Deployment = Object.assign(new V1Deployment(), {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    spec: { selector: {}, template: { spec: { containers: [{ name: 'kserve-container' }] } } },
  })
  const before = snapshot(deployment)
  const { object } = mapPodSpecs(deployment, inject)
  expect(difference(before, snapshot(deployment))).toBeUndefined()
  expectTypeOf(object).toEqualTypeOf<V1Deployment>()
  expect(object.spec?.template.spec?.containers).toHaveLength(2)
})
