import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInjector, isModelcarError, mapPodSpecs, type MappedPodSpecs, type PodSpecLike } from '../../src/index.js'
import { decoration } from '../../src/testing/arbitraries/decorations.js'
import { anyJson, mutated } from '../../src/testing/arbitraries/junk.js'
import { ordinaryPod } from '../../src/testing/arbitraries/pods.js'
import type { Fields } from '../../src/testing/json.js'
import { check } from '../kit/runs.js'
import { difference, snapshot } from '../../src/testing/laws/snapshot.js'
import { customResources, kinds } from './shapes.js'

const injector = createInjector({ image: 'registry.example/iris:1' })
const inject = (podSpec: PodSpecLike): PodSpecLike => injector.inject(podSpec)
const map = mapPodSpecs as (...args: unknown[]) => MappedPodSpecs<object>

const templates = Object.values(customResources).flatMap(({ pointers }) => pointers)
const shapes = [...Object.values(kinds), ...Object.values(customResources)].map(({ object }) => object)
const serverText = /\{"containers":\[\{"name":"[a-z-]+","image":"[^"]*"\}\]\}/g

/** Any of the shapes, with pod specs drawn at random in place of theirs; some of them in lists. */
const workload: fc.Arbitrary<Fields> = fc
  .tuple(fc.constantFrom(...shapes), fc.array(ordinaryPod, { minLength: 3, maxLength: 3 }))
  .map(([shape, pods]) => {
    let next = 0
    const text = JSON.stringify(shape).replaceAll(serverText, () => JSON.stringify(pods[next++ % pods.length]))
    return JSON.parse(text) as Fields
  })
const object: fc.Arbitrary<Fields> = fc.oneof(
  { weight: 3, arbitrary: workload },
  {
    weight: 1,
    arbitrary: fc.array(workload, { maxLength: 3 }).map((items) => ({ kind: 'List', apiVersion: 'v1', items })),
  },
)
const anyPointer = fc.oneof(
  fc.constantFrom(...templates, '', '/*', '/*/*', '/spec/*', '/spec/*/*/spec', '/items/*/spec'),
  fc.string(),
  fc.string().map((text) => `/${text}`),
)

/** Runs to a result, or to one of the library's own errors. */
function attempt<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    if (!isModelcarError(error)) throw error
    expect(error.causes.length).toBeGreaterThan(0)
    return undefined
  }
}

describe('for any object and options', () => {
  test('there is a result or an error of the library', () => {
    check(
      fc.property(
        fc.oneof(anyJson, object, mutated(object)),
        fc.oneof(anyJson, fc.record({ pointers: fc.array(anyPointer, { maxLength: 4 }) })),
        (given, options) => {
          attempt(() => map(given, inject, options))
          attempt(() => {
            const { object: mapped } = map(given, (podSpec: unknown) => podSpec, options)
            expect(mapped).toBe(given)
          })
        },
      ),
    )
  })
})

describe('for workloads', () => {
  const pointers = templates

  test('a second call gives the same object, and nothing was written to', () => {
    let injected = 0
    let calls = 0
    check(
      fc.property(object, decoration, (plain, decorate) => {
        const given = decorate(plain)
        const before = snapshot(given)
        const result = attempt(() => map(given, inject, { pointers }))
        calls++
        expect(difference(before, snapshot(given))).toBeUndefined()
        if (result === undefined) return
        if (result.object !== given) injected++
        const again = map(result.object, inject, { pointers })
        expect(again.object).toBe(result.object)
        expect(again.unknown).toEqual(result.unknown)
      }),
    )
    expect(injected).toBeGreaterThan(calls / 2)
  })

  test('every pod spec is mapped by itself, and nothing else changes', () => {
    check(
      fc.property(object, (given) => {
        const replaced = map(given, () => ({ containers: [] }), { pointers }).object
        const text = JSON.stringify(given)
        const places: string[] = []
        map(given, (podSpec: unknown) => (places.push(JSON.stringify(podSpec)), podSpec), { pointers })
        // Each pod spec, in the order in which it was found, is replaced in the text by the new one.
        let expected = text
        for (const place of new Set(places)) expected = expected.replaceAll(place, '{"containers":[]}')
        expect(JSON.stringify(replaced)).toBe(expected)
      }),
    )
  })
})
