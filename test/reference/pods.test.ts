import { describe, expect, test } from 'vitest'
import { injectModelcar, planModelcar } from '../../src/index.js'
import { admissionErrors } from '../oracle/admission.js'
import { conflictCodes } from '../oracle/conflicts.js'
import { unframedChanges } from '../oracle/framed.js'
import { KSERVE_NAMES, type Injection } from '../oracle/injection.js'
import { applyPatch } from '../oracle/json-patch.js'
import { podStartErrors } from '../oracle/start.js'
import { attempt, codesOf } from './attempt.js'
import type { Spec } from './differences.js'
import { recordedPods, type RecordedPod } from './recorded-pods.js'
import { Tally } from './tally.js'

// The pods that a real API server accepted: it has to accept ours too, or we refuse for a cause that holds.

const IMAGE = 'registry.example.com/models/llama:v1'
const accepted = recordedPods.filter(({ answer }) => answer.spec !== undefined)
/** Containers that mount a volume as another mode's targets do: by such a mount nobody can tell them from one. */
const FORMER_TARGETS: Readonly<Record<string, readonly string[]>> = { 'image-volume-in-init': ['i'] }

const tally = new Tally()

function injectionFor(podSpec: unknown): Injection {
  const { containers } = podSpec as Spec
  return {
    mode: 'sidecar',
    targets: [containers[0]!.name],
    images: [IMAGE],
    mountPaths: ['/mnt/models'],
    names: KSERVE_NAMES,
  }
}

describe('a pod that the API server accepted', () => {
  test.each(accepted.map((recorded): [string, RecordedPod] => [recorded.name, recorded]))(
    '%s',
    (name, { pod, answer }) => {
      for (const podSpec of [pod.spec, answer.spec]) {
        const injection = injectionFor(podSpec)
        const config = { image: IMAGE, targets: injection.targets }
        const result = attempt(podSpec, config)
        if ('refusal' in result) {
          expect(codesOf(result.refusal)).toEqual(conflictCodes(podSpec, injection))
          tally.add(`refused: ${codesOf(result.refusal).join(', ')}`)
          continue
        }
        tally.add('injected')
        expect(conflictCodes(podSpec, injection)).toEqual([])
        const made = result.podSpec as Spec
        expect(admissionErrors(made)).toEqual([])
        expect(podStartErrors(made, injection)).toEqual([])
        expect(injectModelcar(made, config)).toBe(made)
        expect(applyPatch(podSpec, planModelcar(podSpec as Spec, config).patch)).toEqual(
          JSON.parse(JSON.stringify(made)),
        )
        const targets = [...injection.targets, ...(FORMER_TARGETS[name] ?? [])]
        const isOurs = (entry: string): boolean =>
          /^(modelcar(-init)?|kserve-provision-location|mnt-models)$/.test(entry)
        expect(unframedChanges(podSpec, made, { targets, isOurs })).toEqual([])
      }
    },
  )
})

test('the outcomes, counted', () => {
  tally.print('Pods that an API server accepted, as sent and as stored:')
  expect(tally.counts).toEqual({
    injected: 250,
    'refused: ContainerNameTaken': 18,
    'refused: HostPID': 2,
    'refused: ModelPathTaken': 4,
    'refused: MountPathTaken': 6,
    'refused: RootUser': 2,
    'refused: Windows': 2,
  })
})
