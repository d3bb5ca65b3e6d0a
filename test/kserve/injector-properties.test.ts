import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyJson, mutated } from '../../src/testing/arbitraries/junk.js'
import { decoration } from '../../src/testing/arbitraries/decorations.js'
import { check, runs } from '../kit/runs.js'
import { difference, snapshot } from '../../src/testing/laws/snapshot.js'
import { Tally } from '../reference/tally.js'
import { configMap, options, pod, settings } from './arbitraries.js'
import { requests, type Request } from './requests.js'
import { created, served, servedAnew, type Served, type Told } from './served.js'

type Created = ReturnType<typeof created>

/** A broken ConfigMap is told when it is read; to whoever resolves each pod anew, for every pod that has a need for it. */
function expectToldBefore({ causes, ...error }: Told, anew: Served): void {
  if ('skip' in anew) return
  if (!('error' in anew)) throw new Error('expected a refusal')
  if (anew.error.code === 'InvalidPodSpec') return
  expect(anew.error.name).toBe(error.name)
  // Behind them, what is wrong with the pod's own URIs.
  expect(anew.error.causes.slice(0, causes.length)).toEqual(causes)
}

function expectEqual(injector: Created, { name, configMap: map, pod: given, options: more }: Request): string {
  const anew = servedAnew(given, map, more)
  if ('error' in injector) {
    expectToldBefore(injector.error, anew)
    return 'the ConfigMap is refused'
  }
  expect({ [name]: served(injector.result, given, more) }).toEqual({ [name]: anew })
  return 'skip' in anew ? 'skipped' : 'error' in anew ? 'refused' : 'served'
}

/** Of an unknown option the message names those that are known, and these two have not the same. */
function withoutHints(result: Served): unknown {
  const isHinted = 'error' in result && result.error.causes.some(({ code }) => code === 'Unknown')
  return isHinted ? result.error.causes.map(({ code, field }) => `${code} ${field}`) : result
}

const maps = new Map(requests.map(({ configMap: map }) => [JSON.stringify(map), map]))

describe('all recorded cases', () => {
  const inAnyOrder = fc.shuffledSubarray([...requests], { minLength: requests.length })

  test('twice, in any order, with one injector for each ConfigMap', () => {
    const tally = new Tally()
    check(
      fc.property(inAnyOrder, inAnyOrder, (first, second) => {
        const injectors = new Map([...maps].map(([key, map]) => [key, created(map)]))
        for (const request of [...first, ...second]) {
          tally.add(expectEqual(injectors.get(JSON.stringify(request.configMap))!, request))
        }
      }),
      { numRuns: Math.ceil(runs / 250) },
    )
    tally.print(`Recorded cases (${String(requests.length)}), twice and in any order:`)
    for (const outcome of ['the ConfigMap is refused', 'skipped', 'refused', 'served']) {
      expect(tally.counts[outcome]).toBeGreaterThan(runs / 250)
    }
  })

  test('under any recorded ConfigMap, more of them than are kept', () => {
    check(
      fc.property(fc.constantFrom(...maps.values()), inAnyOrder, inAnyOrder, (map, first, second) => {
        const injector = created(map)
        for (const request of [...first, ...second]) expectEqual(injector, { ...request, configMap: map })
      }),
      { numRuns: Math.ceil(runs / 200) },
    )
  })

  test('a ConfigMap that is refused is refused for the same causes as a pod under it', () => {
    const image = 'oci+native://registry.example/any:1'
    const refused = [...maps.values()].filter((map) => {
      const injector = created(map)
      const anew = servedAnew({ spec: { containers: [] } }, map, { storageUris: [{ uri: image }] })
      if ('error' in injector) expect(anew).toEqual(injector)
      else expect(anew).not.toHaveProperty('error')
      return 'error' in injector
    })
    expect(refused.length).toBeGreaterThan(20)
  })
})

describe('for any pods, ConfigMap and options', () => {
  const junk = fc.oneof(anyJson, fc.constant(undefined))
  const anyMap = fc.oneof(
    { weight: 3, arbitrary: configMap },
    { weight: 1, arbitrary: mutated(configMap) },
    { weight: 1, arbitrary: junk },
    { weight: 1, arbitrary: mutated(settings).map((fields) => ({ storageInitializer: JSON.stringify(fields) })) },
  )
  const anyPod = fc.oneof(
    { weight: 3, arbitrary: pod },
    { weight: 1, arbitrary: mutated(pod) },
    { weight: 1, arbitrary: junk },
  )
  const podOptions = options.map((given) => {
    const { modelcarMode: _, ...rest } = given ?? {}
    return rest
  })
  const asked = fc.array(fc.tuple(anyPod, fc.oneof(podOptions, podOptions, mutated(podOptions))), {
    minLength: 1,
    maxLength: 4,
  })
  const mode = fc.constantFrom('sidecar', 'native-sidecar')

  test('an injector that sees them one after the other, twice, is as one that is new for each', () => {
    check(
      fc.property(anyMap, mode, asked, (map, modelcarMode, list) => {
        const injector = created(map, { modelcarMode })
        for (const [given, more] of [...list, ...list]) {
          // What is unknown, each of the two tells with the options that it has.
          const { modelcarMode: _, ...others } = more
          const anew = servedAnew(given, map, { ...others, modelcarMode })
          if ('error' in injector) {
            // Faults of the options come before those of the ConfigMap.
            if ('error' in anew && anew.error.code === 'InvalidConfig') {
              expect(anew.error.causes).toEqual(expect.arrayContaining([...injector.error.causes]))
            } else expectToldBefore(injector.error, anew)
            continue
          }
          expect(withoutHints(served(injector.result, given, others))).toEqual(withoutHints(anew))
        }
      }),
      { numRuns: Math.ceil(runs / 2) },
    )
  })

  test('nothing is written to', () => {
    check(
      fc.property(configMap, asked, decoration, (map, list, decorate) => {
        const input = [map, ...list.flat()].map(decorate)
        const before = snapshot(input)
        const injector = created(input[0])
        for (let index = 1; 'result' in injector && index < input.length; index += 2) {
          served(injector.result, input[index], input[index + 1])
        }
        expect(difference(before, snapshot(input))).toBeUndefined()
      }),
      { numRuns: Math.ceil(runs / 2) },
    )
  })
})
