import { describe, expect, test } from 'vitest'
import { fieldsOf, stringsOf } from '../../src/testing/json.js'
import { kserve012, kserve020 } from '../kit/kserve.js'
import { jsonDifferences } from '../../src/testing/laws/differences.js'
import { containersOf, namesOf, type PodSpec } from '../../src/testing/pod.js'
import { recordedCases } from '../reference/recorded-cases.js'

const annotation = 'internal.serving.kserve.io/storage-initializer-sourceuri'

/** Recorded calls of the modelcar mode with KServe's own resources, on a pod that has a server. */
const cases = recordedCases.flatMap(({ name, call, config = {}, pod, results, clean }) => {
  const image = pod?.metadata?.annotations?.[annotation]?.replace(/^oci:\/\//, '')
  const isDefault = (config['cpuModelcar'] ?? '10m') === '10m' && (config['memoryModelcar'] ?? '15Mi') === '15Mi'
  const isSidecar = (config['ociModelMode'] ?? 'modelcar') === 'modelcar' && config['enableModelcar'] === true
  const servers = namesOf(containersOf(fieldsOf(pod?.spec))).filter((each) => each === 'kserve-container')
  if (call !== 'InjectModelcar' || !clean || !image || !isDefault || !isSidecar || servers.length !== 1) return []
  const uid = config['uidModelcar'] as number | null | undefined
  return [{ name, podSpec: pod?.spec as PodSpec, results, input: { image, uid: uid ?? undefined } }]
})

const specOf = (outcome: unknown): unknown => fieldsOf(fieldsOf(outcome)['pod'])['spec']

describe('KServe, played back', () => {
  test.each(cases.map((each) => [each.name, each] as const))('%s', (_name, { podSpec, results, input }) => {
    const compare = (recorded: unknown, made: PodSpec) => {
      if (recorded !== undefined) expect(jsonDifferences(recorded, made)).toEqual([])
    }
    compare(specOf(results['v0.12.0']?.[0]), kserve012(podSpec, input))
    compare(specOf(results['v0.12.0']?.[1]), kserve012(kserve012(podSpec, input), input))
    compare(specOf(results.head?.[0]), kserve020(podSpec, input))
  })

  test('there are enough of them to mean something', () => {
    expect(stringsOf(cases.map(({ name }) => name)).length).toBeGreaterThan(60)
  })
})
