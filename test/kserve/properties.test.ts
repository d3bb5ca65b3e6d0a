import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { injectModelcar, isModelcarError } from '../../src/index.js'
import {
  injectForKServe,
  resolveInjection,
  skipReasons,
  type PodLike,
  type Resolution,
} from '../../src/kserve/index.js'
import { decoration } from '../../src/testing/arbitraries/decorations.js'
import { anyJson, mutated } from '../../src/testing/arbitraries/junk.js'
import type { Fields } from '../../src/testing/json.js'
import { check, runs } from '../kit/runs.js'
import { difference, snapshot } from '../../src/testing/laws/snapshot.js'
import { Tally } from '../reference/tally.js'
import { configMap, options, pod, settings } from './arbitraries.js'

type Call<T> = (...args: unknown[]) => T
const resolve = resolveInjection as Call<Resolution>
const inject = injectForKServe as Call<PodLike>

type Outcome<T> = { readonly result: T } | { readonly codes: readonly string[] }

/** A result, or the codes of one of the library's own errors, which name at least one fault each. */
function outcomeOf<T>(call: () => T): Outcome<T> {
  try {
    return { result: call() }
  } catch (error) {
    if (!isModelcarError(error)) throw error
    expect(error.causes.length).toBeGreaterThan(0)
    for (const { field, message } of error.causes) {
      expect(field).not.toBe('')
      expect(message).toMatch(/^(expected|[a-z])/)
    }
    return { codes: error.causes.map(({ code }) => `${error.code} ${code}`) }
  }
}

describe('for any pod, ConfigMap and options', () => {
  const junk = fc.oneof(anyJson, fc.constant(undefined))
  const text = fc.oneof(
    fc.json(),
    fc.string(),
    mutated(settings).map((fields) => JSON.stringify(fields)),
    settings.chain((fields) => {
      const whole = JSON.stringify(fields)
      return fc
        .tuple(fc.nat(whole.length), fc.string({ maxLength: 2 }))
        .map(([at, more]) => whole.slice(0, at) + more + whole.slice(at))
    }),
  )
  const anyConfigMap = fc.oneof(
    junk,
    mutated(configMap),
    text.map((storageInitializer) => ({ data: { storageInitializer } })),
  )

  test('there is a resolution or an error of the library', () => {
    check(
      fc.property(
        fc.oneof(junk, mutated(pod), pod),
        fc.oneof(anyConfigMap, configMap),
        fc.oneof(junk, options, mutated(options.map((given) => given ?? {}))),
        (given, map, more) => {
          const outcome = outcomeOf(() => resolve(given, map, more))
          if ('result' in outcome && outcome.result.skip !== undefined)
            expect(skipReasons).toHaveProperty(outcome.result.skip)
          outcomeOf(() => inject(given, map, more))
        },
      ),
    )
  })
})

describe('for pods and ConfigMaps as clusters have them', () => {
  test('a resolved config is one that the library takes, and a second call changes nothing', () => {
    const tally = new Tally()
    check(
      fc.property(pod, configMap, options, (given, map, more) => {
        const resolved = outcomeOf(() => resolve(given, map, more))
        const injected = outcomeOf(() => inject(given, map, more))
        if ('codes' in resolved) {
          expect(injected).toEqual(resolved)
          tally.add('config refused')
          return
        }
        const { config } = resolved.result
        if (config === undefined) {
          expect(injected).toEqual({ result: given })
          expect('result' in injected && injected.result).toBe(given)
          tally.add('skipped')
          return
        }
        const spec = outcomeOf(() => injectModelcar(given.spec as never, config))
        if ('codes' in spec) {
          expect(injected).toEqual(spec)
          expect(spec.codes.filter((code) => !code.startsWith('Conflict'))).toEqual([])
          tally.add('pod refused')
          return
        }
        expect(injected).toEqual({ result: { ...given, spec: spec.result } })
        const made = 'result' in injected ? injected.result : {}
        expect(inject(made, map, more)).toBe(made)
        tally.add('injected')
      }),
    )
    tally.print('Pods, ConfigMaps and storageUris at random:')
    for (const outcome of ['injected', 'skipped', 'config refused'])
      expect(tally.counts[outcome]).toBeGreaterThan(runs / 20)
    expect(tally.counts['pod refused'] ?? 0).toBeLessThan(runs / 5)
  })

  test('nothing is written to, and nothing but the spec is another one', () => {
    check(
      fc.property(pod, configMap, options, decoration, (given, map, more, decorate) => {
        const [aPod, aMap, someOptions] = [given, map, more].map(decorate)
        const input = [aPod, aMap, someOptions]
        const before = snapshot(input)
        const outcome = outcomeOf(() => inject(aPod, aMap, someOptions))
        expect(difference(before, snapshot(input))).toBeUndefined()
        if ('codes' in outcome || outcome.result === aPod) return
        const { spec: _new, ...rest } = outcome.result as Fields
        const { spec: _old, ...others } = aPod as Fields
        expect(Object.keys(rest)).toEqual(Object.keys(others))
        for (const key of Object.keys(rest)) expect(rest[key]).toBe(others[key])
      }),
    )
  })
})
