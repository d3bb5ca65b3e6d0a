import { describe, expect, test } from 'vitest'
import { createInjector, mapPodSpecs, type PodSpecLike } from '../../src/index.js'
import { server } from './shapes.js'

// What somebody sends costs no more than its size, and no depth is too deep.

const injector = createInjector({ image: 'registry.example/iris:1' })
const inject = (podSpec: PodSpecLike): PodSpecLike => injector.inject(podSpec)

const service = { kind: 'Service', metadata: { name: 'front' } }

/** Lists in lists, each with a Service before the next one and a Pod behind it. */
function nested(depth: number, podSpec: object = server()): object {
  let object: object = { kind: 'Pod', spec: podSpec }
  for (let level = 0; level < depth; level++)
    object = { kind: 'List', items: [service, object, { kind: 'Pod', spec: podSpec }] }
  return object
}

const roles = (amount: number): object => ({
  kind: 'Roles',
  roles: Object.fromEntries(
    Array.from({ length: amount }, (_, index) => [`role-${String(index)}`, { spec: server() }]),
  ),
})

describe('depth', () => {
  test('of lists', () => {
    const { object, unknown } = mapPodSpecs(nested(15_000), inject)
    expect(unknown).toHaveLength(15_000)
    expect(unknown[2]?.pointer).toBe('/items/1/items/1/items/0')
    let [pods, level] = [0, object as { items?: object[] }]
    for (; level.items !== undefined; level = level.items[1] as typeof level) {
      expect(level.items[0]).toBe(service)
      if ((level.items[2] as { spec: { containers: unknown[] } }).spec.containers.length === 2) pods++
    }
    expect(pods).toBe(15_000)
    expect(level).toMatchObject({ spec: { containers: [{}, { name: 'modelcar' }] } })
    expect(mapPodSpecs(object, inject).object).toBe(object)
  })

  test('of lists in which every pod fails', () => {
    expect(() => mapPodSpecs(nested(5000, { ...server(), hostPID: true }), inject)).toThrow(
      'the model cannot be injected',
    )
  })

  test('of pointers', () => {
    let object: object = server()
    for (let level = 0; level < 15_000; level++) object = { a: object }
    const { object: mapped } = mapPodSpecs({ kind: 'Deep', ...object }, inject, { pointers: ['/a'.repeat(15_000)] })
    let level = mapped as { a?: object }
    while (level.a !== undefined) level = level.a
    expect(level).toMatchObject({ containers: [{}, { name: 'modelcar' }] })
  })
})

test('a map of roles by * is copied once, and not for every role', () => {
  const { object } = mapPodSpecs(roles(16_000), inject, { pointers: ['/roles/*/spec', '/roles/*/none'] })
  expect(object).toMatchObject({ roles: { 'role-15999': { spec: { containers: [{}, { name: 'modelcar' }] } } } })
})
