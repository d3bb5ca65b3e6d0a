import { V1Deployment, V1DeploymentList } from '@kubernetes/client-node'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { createInjector, mapPodSpecs, ModelcarConfigError, type PodSpecLike } from '../../src/index.js'
import { customResources, kinds, server } from './shapes.js'

// Clients leave out the kind of what they were asked for: in lists, and in the caches of informers.

const injector = createInjector({ image: 'registry.example/iris:1' })
const inject = (podSpec: PodSpecLike): PodSpecLike => injector.inject(podSpec)
const { kind: _kind, apiVersion: _version, ...bare } = kinds.Deployment!.object
const deployment = (): V1Deployment =>
  Object.assign(new V1Deployment(), {
    metadata: { name: 'web' },
    spec: { selector: {}, template: { spec: { containers: [{ name: 'kserve-container' }] } } },
  })

const placesIn = (object: object, options?: { kind: string }): string[] => {
  const places: string[] = []
  mapPodSpecs(object, (podSpec, { pointer }) => (places.push(pointer), podSpec), options)
  return places
}
const at = '/spec/template/spec'

describe('an object without a kind is of the kind that is given', () => {
  test.each<[string, object, readonly string[]]>([
    ['an object', bare, [at]],
    ['one with null as kind', { ...bare, kind: null }, [at]],
    ['one with its apiVersion', { ...bare, apiVersion: 'apps/v1' }, [at]],
    ['one of another group', { ...bare, apiVersion: 'example.com/v1' }, []],
    ['the entries of an array', [bare, bare], [`/0${at}`, `/1${at}`]],
    ['entries without a kind', { items: [bare] }, [`/items/0${at}`]],
    ['the entries of a List', { kind: 'List', items: [bare] }, [`/items/0${at}`]],
    [
      'those of a List in another list',
      { kind: 'PodList', items: [{ kind: 'List', items: [bare] }] },
      [`/items/0/items/0${at}`],
    ],
    ['not those of a typed list', { kind: 'PodList', items: [{ spec: server() }] }, ['/items/0/spec']],
    ['not one that says its own', kinds.Pod!.object, ['/spec']],
    ['not one that has items and says its own', { kind: 'Config', items: [bare] }, []],
  ])('%s', (_, object, places) => {
    expect(placesIn(object, { kind: 'Deployment' })).toEqual(places)
  })

  test('without the option it is unknown', () => {
    for (const object of [bare, [bare], { items: [bare] }]) {
      expect(placesIn(object)).toEqual([])
      expect(mapPodSpecs(object, inject).unknown).toHaveLength(1)
    }
  })

  test('the kind may be that of a list, and need not be known', () => {
    expect(placesIn({ items: [bare] }, { kind: 'DeploymentList' })).toEqual([`/items/0${at}`])
    const { object, pointers } = customResources.JobSet!
    const { kind: _, ...anonymous } = object
    expect(mapPodSpecs(anonymous, inject, { kind: 'JobSet', pointers }).unknown).toEqual([])
    expect(mapPodSpecs(anonymous, inject, { kind: 'JobSet' }).unknown).toMatchObject([{ kind: 'JobSet', name: 'x' }])
  })

  test('errors name it so', () => {
    const broken = { metadata: { name: 'web' }, spec: { template: { spec: { ...server(), hostPID: true } } } }
    expect(() => mapPodSpecs([broken], inject, { kind: 'Deployment' })).toThrow(
      '[0].spec.template.spec.hostPID: Deployment "web": expected',
    )
  })

  test.each([[''], [5], [{}], [['Deployment']]])('%o is no kind', (kind) => {
    expect(() => mapPodSpecs(bare, inject, { kind: kind as never })).toThrow(ModelcarConfigError)
    expect(() => mapPodSpecs(bare, inject, { kind: kind as never })).toThrow(/kind: expected a kind such as Deployment/)
  })
})

test('lists and entries of client-node', () => {
  const listed: V1DeploymentList = Object.assign(new V1DeploymentList(), { items: [deployment(), deployment()] })
  const { object: list } = mapPodSpecs(listed, inject, { kind: 'Deployment' })
  expectTypeOf(list).toEqualTypeOf<V1DeploymentList>()
  const { object: items } = mapPodSpecs(listed.items, inject, { kind: 'Deployment' })
  expectTypeOf(items).toEqualTypeOf<V1Deployment[]>()
  for (const each of [...list.items, ...items]) expect(each.spec?.template.spec?.containers).toHaveLength(2)
  expect(mapPodSpecs(items, inject, { kind: 'Deployment' }).object).toBe(items)
})
