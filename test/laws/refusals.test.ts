import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { admissibleCase, ordinaryCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { damagedCase } from '../kit/arbitraries/debris.js'
import {
  type Config,
  isLinked,
  isNumbered,
  modeIn,
  modelsIn,
  mountPathsIn,
  namesIn,
  targetContainers,
} from '../kit/config.js'
import { attempt } from '../kit/refusal.js'
import { entriesOf } from '../../src/testing/json.js'
import { allContainersOf, cleanPath, mountsOf, type PodSpec } from '../../src/testing/pod.js'
import { check } from '../kit/runs.js'
import { admissionErrors } from '../oracle/admission.js'
import { conflictCodes } from '../oracle/conflicts.js'
import { injectionOf } from './injection-of.js'
import { inject } from './subject.js'
import { tally } from './tally.js'

/** The oracle knows the volumes of the modes that link nothing by KServe's names, which only plain paths have. */
const isPlain = (config: Config): boolean =>
  isLinked(config) || modelsIn(config).every(({ path }) => /^[a-z0-9/-]+$/.test(path))

/** Tells whether a target has a volume with a number of ours mounted where ours has to be. */
const mountsOrphan = (podSpec: PodSpec, config: Config): boolean =>
  targetContainers(podSpec, config).some((target) =>
    mountsOf(target).some(
      ({ name, mountPath }) =>
        isNumbered(name, namesIn(config).volume) && mountPathsIn(config).includes(cleanPath(mountPath)),
    ),
  )

const ownVolumes = ['kserve-oci-fetch-docker-config', 'cabundle-cert']

/** Tells whether somebody else mounts what fetch has for its initializer alone, of whose source the oracle knows nothing. */
const sharesInitializer = (podSpec: PodSpec, config: Config): boolean =>
  modeIn(config) === 'fetch' &&
  allContainersOf(podSpec).some(
    (container) =>
      !entriesOf(podSpec['initContainers']).includes(container) &&
      mountsOf(container).some(({ name }) => ownVolumes.includes(String(name))),
  )

/** The codes by which a pod is refused; none where it is not. */
function refusalCodes(podSpec: PodSpec, config: Config): string[] {
  const outcome = attempt(() => inject(podSpec, config))
  if ('result' in outcome) return []
  expect(outcome.refusal.code).toBe('Conflict')
  return [...new Set(outcome.refusal.causes.map(({ code }) => code))].sort()
}

describe('refusals', () => {
  test('a pod is refused exactly where a cause of the closed list holds, and all of them are named', () => {
    const runs = tally('refusals')
    const seen: Record<string, number> = {}
    check(
      fc.property(admissibleCase, ({ podSpec, config }) => {
        if (!isPlain(config)) return
        const codes = refusalCodes(podSpec, config)
        runs.count(codes.length === 0 ? 'held' : 'refused')
        for (const code of codes) seen[code] = (seen[code] ?? 0) + 1
        expect(codes).toEqual(conflictCodes(podSpec, injectionOf(podSpec, config)))
      }),
    )
    console.log('causes:', seen)
    runs.expectHeld(0.6)
  })

  test('pods with pieces of ours are refused for no other cause, damaged or beside somebody else’s of our names', () => {
    const runs = tally('refusals, damaged pods')
    const seen: Record<string, number> = {}
    check(
      fc.property(damagedCase(ordinaryCase, config, inject), ({ podSpec, config }) => {
        if (admissionErrors(podSpec).length > 0 || !isPlain(config)) return
        const codes = refusalCodes(podSpec, config)
        runs.count(codes.length === 0 ? 'held' : 'refused')
        for (const code of codes) seen[code] = (seen[code] ?? 0) + 1
        const expected = conflictCodes(podSpec, injectionOf(podSpec, config))
        // A volume that has a number of ours, at the path of another number, with nobody of ours left to claim it: it may be
        // healed, or be called somebody else's.
        const allowed = [
          ...expected,
          ...(isLinked(config) && mountsOrphan(podSpec, config) ? ['MountPathTaken'] : []),
          ...(sharesInitializer(podSpec, config) ? ['VolumeSource'] : []),
        ]
        expect(codes.filter((code) => !allowed.includes(code))).toEqual([])
      }),
    )
    console.log('causes:', seen)
    runs.expectHeld(0.6)
  })
})
