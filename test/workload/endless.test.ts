import { describe, expect, test } from 'vitest'
import { isModelcarError, mapPodSpecs, type PodSpecMap } from '../../src/index.js'

// Objects in memory may be in themselves, which no manifest can be.

const same: PodSpecMap = (podSpec) => podSpec
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [] } }
interface Items {
  readonly kind: string
  readonly items: unknown[]
}
const list = (...items: unknown[]): Items => ({ kind: 'List', items })

describe('a list that lies in itself is refused', () => {
  const own = list(pod)
  own.items.push(own)
  const [outer, inner] = [list(), list()]
  outer.items.push(inner)
  inner.items.push(pod, pod, outer)
  const typed = { kind: 'DeploymentList', items: [] as unknown[] }
  typed.items.push(typed)
  const items: unknown[] = []
  items.push({ kind: 'List', items })

  test.each<[string, object, string]>([
    ['at once', own, 'items[1]'],
    ['by another list', outer, 'items[0].items[2]'],
    ['as a list of one kind', typed, 'items[0]'],
    ['by an array', items, '[0].items[0]'],
    ['below one that does not', list(own), 'items[0].items[1]'],
  ])('%s', (_, object, field) => {
    let asked = 0
    const map: PodSpecMap = (podSpec) => {
      asked += 1
      return podSpec
    }
    expect(() => mapPodSpecs(object, map)).toThrow(
      `invalid arguments: ${field}: expected a list that does not contain itself, found one that does`,
    )
    expect(asked).toBe(0)
  })

  test('by an error of the library', () => {
    try {
      mapPodSpecs(own, same)
      expect.unreachable()
    } catch (error) {
      expect(isModelcarError(error) && error.causes.map(({ code }) => code)).toEqual(['InvalidValue'])
    }
  })
})

test('a list that is there several times, side by side, is no such list', () => {
  const shared = list(pod)
  let asked = 0
  mapPodSpecs(list(shared, list(shared), shared), (podSpec) => {
    asked += 1
    return podSpec
  })
  expect(asked).toBe(3)
})

test('what else lies in itself is passed by', () => {
  const own: Record<string, unknown> = { ...pod }
  own['metadata'] = own
  own['status'] = own
  expect(mapPodSpecs(own, same).object).toBe(own)
  const unknown: Record<string, unknown> = { kind: 'Tree' }
  unknown['spec'] = unknown
  expect(mapPodSpecs(unknown, same, { pointers: ['/spec/spec/spec/containers'] }).object).toBe(unknown)
})
