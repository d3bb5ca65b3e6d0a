import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultTolerations, priority } from '../../src/testing/api-server/admission.js'
import { limitRanger } from '../../src/testing/api-server/limit-ranger.js'
import { serviceAccount } from '../../src/testing/api-server/service-account.js'
import { roundTrip } from '../../src/testing/api-server/round-trip.js'
import { admissiblePod } from '../../src/testing/arbitraries/pods.js'
import { sameJson } from '../../src/testing/json.js'
import { jsonDifferences } from '../../src/testing/laws/differences.js'
import type { Inject, PodSpec } from '../../src/testing/pod.js'
import { check } from '../kit/runs.js'
import { recordedPods } from '../reference/recorded-pods.js'

const limits = limitRanger({ cpu: '500m', memory: '512Mi' }, { cpu: '250m', memory: '256Mi' })
const stored = (podSpec: PodSpec, ranger: Inject = (spec) => spec): PodSpec =>
  priority(defaultTolerations(serviceAccount('xxxxx')(ranger(roundTrip(podSpec)))))

describe('the round trip', () => {
  const accepted = recordedPods.filter(({ answer }) => answer.spec !== undefined)

  test.each(accepted.map((recorded) => [recorded.name, recorded] as const))(
    '%s',
    (_name, { pod, namespace, answer }) => {
      const made = stored(pod.spec as PodSpec, namespace === 'limits' ? limits : undefined)
      expect(jsonDifferences(answer.spec, made)).toEqual([])
    },
  )

  test('all accepted recordings are compared', () => {
    expect(accepted).toHaveLength(142)
  })

  const corpus = process.env['MODELCAR_CORPUS'] ?? new URL('../../../shared/corpus', import.meta.url).pathname
  const hasCorpus = existsSync(`${corpus}/answers.json`)
  if (!hasCorpus) console.log(`no corpus in MODELCAR_CORPUS or beside the project: its round trips are skipped`)

  test.skipIf(!hasCorpus)('pods of public projects come back as the API server sent them back', () => {
    const read = (name: string): unknown => JSON.parse(readFileSync(`${corpus}/${name}`, 'utf8'))
    const pods = read('pods.json') as { id: string; spec: PodSpec }[]
    const answers = read('answers.json') as Record<string, { spec?: PodSpec }>
    const compared = pods.filter(({ id }) => answers[id]?.spec !== undefined)
    expect(compared).toHaveLength(269)
    for (const { id, spec } of compared) expect([id, ...jsonDifferences(answers[id]?.spec, stored(spec))]).toEqual([id])
  })

  test('a second trip changes nothing, and no trip changes its input', () => {
    check(
      fc.property(admissiblePod, (podSpec) => {
        const before = JSON.stringify(podSpec)
        const once = stored(podSpec)
        expect(sameJson(stored(once), once)).toBe(true)
        expect(JSON.stringify(podSpec)).toBe(before)
      }),
    )
  })
})
