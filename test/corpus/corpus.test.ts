import { describe, expect, test } from 'vitest'
import { injectModelcar, planModelcar } from '../../src/index.js'
import { defaultAdmission } from '../../src/testing/api-server/admission.js'
import { roundTrip } from '../../src/testing/api-server/round-trip.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { admissionErrors } from '../oracle/admission.js'
import { conflictCodes } from '../oracle/conflicts.js'
import { unframedChanges } from '../oracle/framed.js'
import { KSERVE_NAMES, type Injection } from '../oracle/injection.js'
import { applyPatch } from '../oracle/json-patch.js'
import { podStartErrors } from '../oracle/start.js'
import { attempt, codesOf } from '../reference/attempt.js'
import { defaultTargets } from '../reference/kserve-config.js'
import { Tally } from '../reference/tally.js'
import { readCorpus, type CorpusPod } from './corpus.js'

// Pods that nobody here wrote: real ones, of other projects.

const IMAGE = 'registry.example.com/models/llama:v1'
const SKIPPED = 'MODELCAR_CORPUS names no folder with pods, and ../shared/corpus is not there'

const corpus = readCorpus()

interface Ask {
  readonly what: string
  readonly config: { readonly image: string; readonly targets?: readonly string[] }
  readonly injection: Injection
}

const namesIn = (podSpec: unknown): readonly string[] => (podSpec as PodSpec).containers.map(({ name }) => name)

function asksFor(podSpec: unknown): readonly Ask[] {
  const names = namesIn(podSpec)
  const ask = (what: string, targets: readonly string[], isDefault = false): Ask => ({
    what,
    config: { image: IMAGE, ...(isDefault ? {} : { targets }) },
    injection: { mode: 'sidecar', targets, images: [IMAGE], mountPaths: ['/mnt/models'], names: KSERVE_NAMES },
  })
  const byRule = defaultTargets(podSpec)
  return [
    ask('first container', names.slice(0, 1)),
    ...(names.length > 1 ? [ask('all containers', names)] : []),
    ...(names.includes(byRule[0]!) ? [ask("KServe's targets", byRule, true)] : []),
  ]
}

const isOurs = (name: string): boolean => /^(modelcar(-init)?|kserve-provision-location)$/.test(name)

if (corpus === undefined) {
  console.log(`test/corpus is skipped: ${SKIPPED}`)
  test.skip(`pods of other projects: ${SKIPPED}`, () => undefined)
} else {
  const accepted = corpus.filter(({ stored }) => stored !== undefined)
  const refused = corpus.filter(({ stored }) => stored === undefined)
  const tally = new Tally()
  const byId = (pods: readonly CorpusPod[]): [string, CorpusPod][] => pods.map((pod) => [pod.id, pod])

  describe('a pod that the API server accepted', () => {
    test.each(byId(accepted))('%s', (_id, { spec, stored }) => {
      for (const [form, podSpec] of [
        ['as sent', spec],
        ['as stored', stored],
      ] as const) {
        expect(admissionErrors(podSpec)).toEqual([])
        for (const { what, config, injection } of asksFor(podSpec)) {
          const causes = conflictCodes(podSpec, injection)
          const result = attempt(podSpec, config)
          if ('refusal' in result) {
            expect(codesOf(result.refusal)).toEqual(causes)
            tally.add(`${what}, ${form}: refused, ${causes.join(', ')}`)
            continue
          }
          expect(causes).toEqual([])
          tally.add(`${what}, ${form}: injected`)
          const made = result.podSpec as PodSpec
          const given = podSpec as PodSpec
          expect(admissionErrors(made)).toEqual([])
          expect(podStartErrors(made, injection)).toEqual([])
          expect(injectModelcar(made, config)).toBe(made)
          const back = roundTrip(defaultAdmission(roundTrip(made)))
          expect(injectModelcar(back, config)).toBe(back)
          expect(unframedChanges(given, made, { targets: injection.targets, isOurs })).toEqual([])
          const { changed, patch } = planModelcar(given, config)
          expect(changed).toBe(true)
          expect(applyPatch(given, patch)).toEqual(made)
        }
      }
    })
  })

  describe('a pod that it refused', () => {
    test.each(byId(refused))('%s', (_id, { spec }) => {
      for (const { what, config, injection } of asksFor(spec)) {
        const before = admissionErrors(spec).map(({ message }) => message)
        const result = attempt(spec, config)
        if ('refusal' in result) {
          expect(codesOf(result.refusal)).toEqual(conflictCodes(spec, injection))
          tally.add(`${what}, of an invalid pod: refused, ${codesOf(result.refusal).join(', ')}`)
          continue
        }
        tally.add(`${what}, of an invalid pod: injected`)
        const made = result.podSpec as PodSpec
        expect(injectModelcar(made, config)).toBe(made)
        expect(admissionErrors(made).map(({ message }) => message)).toEqual(before)
      }
    })
  })

  test('the share of refused pods, counted; without a cause it is 0', () => {
    tally.print(
      `Pods of other projects (${accepted.length} that the API server accepted, ${refused.length} that it refused):`,
    )
    const counts = Object.entries(tally.counts)
    const total = (pattern: RegExp): number =>
      counts.filter(([outcome]) => pattern.test(outcome)).reduce((sum, [, count]) => sum + count, 0)
    expect(total(/refused, $/)).toBe(0)
    expect(total(/as (sent|stored): injected$/)).toBeGreaterThan(accepted.length)
    const asked = accepted.flatMap(({ spec, stored }) => [...asksFor(spec), ...asksFor(stored)]).length
    expect(total(/as (sent|stored): /)).toBe(asked)
  })
}
