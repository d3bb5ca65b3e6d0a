import { describe, expect, test } from 'vitest'
import { injectModelcar, planModelcar } from '../../src/index.js'
import { admissionErrors } from '../oracle/admission.js'
import { conflictCodes } from '../oracle/conflicts.js'
import { unframedChanges } from '../oracle/framed.js'
import { volumeNameOf } from '../oracle/leftovers.js'
import { applyPatch } from '../oracle/json-patch.js'
import { podStartErrors } from '../oracle/start.js'
import { attempt, codesOf } from './attempt.js'
import { DIFFERENCES, OWN_SCRIPT, type Spec } from './differences.js'
import { requestOf, type Request } from './kserve-config.js'
import { inputOf, podsAfter, recordedCases, type RecordedCase } from './recorded-cases.js'
import { Tally } from './tally.js'

// Pods that KServe handles well: ours have to equal its own, but for the deliberate differences.

/** Clean cases that are refused on purpose. */
const REFUSED: Readonly<Record<string, { readonly codes: readonly string[]; readonly reason: string }>> = {
  "scheme: 'oci://oci://registry.example.com/models/llama:v1'": {
    codes: ['InvalidValue'],
    reason: 'no registry has an image of that name; KServe writes a pod that cannot pull',
  },
}

type Case = readonly [name: string, recorded: RecordedCase]

const clean = recordedCases.filter((recorded) => recorded.clean)
const requested = clean.map((recorded) => ({ recorded, request: requestOf(recorded) }))
const asCases = (kind: 'inject' | 'leave alone'): Case[] =>
  requested.filter(({ request }) => request.kind === kind).map(({ recorded }) => [recorded.name, recorded])

const tally = new Tally()
const modeOf = (request: Request): string => (request.kind === 'inject' ? request.injection.mode : request.kind)

/** Names that KServe and we give what we add, whatever the path: with a volume name for each. */
const isOurs = (name: string): boolean =>
  /^(modelcar(-init)?|kserve-provision-location)(-[0-9]+)?$/.test(name) ||
  /^(storage-initializer|cabundle-cert|kserve-oci-fetch-docker-config)$/.test(name)

describe('a clean case gives the pod that KServe makes of it', () => {
  test.each(asCases('inject'))('%s', (name, recorded) => {
    const request = requestOf(recorded)
    if (request.kind !== 'inject') throw new Error('not a case for an injection')
    const input = inputOf(recorded)
    const theirs = podsAfter(recorded, 'head')[0] as Spec

    const result = attempt(input, request.config)
    if ('refusal' in result) {
      expect({ [name]: codesOf(result.refusal) }).toEqual({ [name]: REFUSED[name]?.codes })
      if (result.refusal.code === 'Conflict') {
        expect(conflictCodes(input, request.injection)).toEqual(codesOf(result.refusal))
      }
      tally.add(`${modeOf(request)}, refused: ${result.refusal.code} ${codesOf(result.refusal).join(', ')}`)
      return
    }

    const ours = result.podSpec as Spec
    let expected = OWN_SCRIPT.rewrite(theirs, ours)
    const rows = DIFFERENCES.filter((difference) => {
      const before = expected
      expected = difference.rewrite(expected, ours)
      return JSON.stringify(before) !== JSON.stringify(expected)
    })
    expect(ours).toStrictEqual(expected)
    const how = rows.length === 0 ? 'equal' : `different on purpose: ${rows.map((row) => row.name).join(', ')}`
    tally.add(`${modeOf(request)}, ${how}`)
  })
})

describe('a clean case without a model is left alone', () => {
  test.each(asCases('leave alone'))('%s', (_name, recorded) => {
    const input = inputOf(recorded)
    expect(podsAfter(recorded, 'head')[0]).toEqual(input)
    expect(injectModelcar(input as Spec, { enabled: false })).toBe(input)
    tally.add('left alone')
  })
})

describe('and that pod keeps the promises', () => {
  const injected = requested.flatMap(({ recorded, request }) => {
    if (request.kind !== 'inject') return []
    const result = attempt(inputOf(recorded), request.config)
    return 'refusal' in result ? [] : [{ recorded, ...request, made: result.podSpec as Spec }]
  })
  const failures = (check: (it: (typeof injected)[number]) => unknown): readonly string[] =>
    injected.flatMap((it) => {
      const found = check(it)
      return Array.isArray(found) && found.length === 0 ? [] : [`${it.recorded.name}: ${JSON.stringify(found)}`]
    })

  test('there are pods to judge', () => {
    expect(injected.length).toBeGreaterThan(200)
  })

  test('a second call gives the same reference', () => {
    expect(injected.filter(({ made, config }) => injectModelcar(made, config) !== made)).toEqual([])
  })

  test('an API server accepts it', () => {
    expect(failures(({ made }) => admissionErrors(made))).toEqual([])
  })

  test('it starts, and its targets see the model', () => {
    expect(failures(({ made, injection }) => podStartErrors(made, injection))).toEqual([])
  })

  test('nothing else in it has changed', () => {
    expect(
      failures(({ recorded, made, injection: { targets, mountPaths } }) => {
        const volumes = mountPaths.map(volumeNameOf)
        const frame = { targets, isOurs: (name: string): boolean => isOurs(name) || volumes.includes(name) }
        return unframedChanges(inputOf(recorded), made, frame)
      }),
    ).toEqual([])
  })

  test('the patch makes it, by adding and replacing only', () => {
    for (const { recorded, config, made } of injected) {
      const { patch, changed } = planModelcar(inputOf(recorded) as Spec, config)
      expect(changed).toBe(true)
      expect(applyPatch(inputOf(recorded), patch)).toEqual(made)
      expect(patch.filter(({ op }) => op !== 'add' && op !== 'replace')).toEqual([])
    }
  })
})

test('the outcomes, counted', () => {
  tally.print(`KServe's clean cases (${clean.length}):`)
  expect(tally.counts).toEqual({
    'sidecar, equal': 207,
    'sidecar, different on purpose: user and group follow the target': 17,
    'sidecar, different on purpose: the prefetching container has the UID where the pod forbids root': 3,
    'sidecar, different on purpose: quantities as configured': 4,
    'sidecar, refused: InvalidConfig InvalidValue': 1,
    'image-volume, equal': 67,
    'fetch, equal': 62,
    'left alone': 9,
  })
})
