import { describe, expect, test } from 'vitest'
import { injectModelcar, type ModelcarError } from '../../src/index.js'
import { admissionErrors } from '../oracle/admission.js'
import { conflictCodes } from '../oracle/conflicts.js'
import { podStartErrors } from '../oracle/start.js'
import { attempt, codesOf } from './attempt.js'
import type { Spec } from './differences.js'
import { requestOf } from './kserve-config.js'
import { inputOf, recordedCases, type RecordedCase } from './recorded-cases.js'
import { Tally } from './tally.js'

// Pods that KServe stumbles over: ours is accepted, shows the model and is settled, or it is refused for a cause that holds.

/** Pods that an API server refuses before anybody touched them, for something that is none of an injector's business. */
const BROKEN_ALREADY: Readonly<Record<string, string>> = {
  'weak: target twice': 'two containers of the user’s have one name',
  'generated 1-199': 'two containers want one port of the host’s network',
}

/** Configs that KServe takes and we refuse, because no pod made of them can work. */
const REFUSED_CONFIGS: Readonly<Record<string, readonly [cause: string, reason: string]>> = {
  "test: path '~/models'": ['InvalidValue mountPath', 'no shell expands a mount path'],
  "test: path ''": ['InvalidValue mountPath', 'no path at all'],
  "path '', native": ['InvalidValue mountPath', 'no path at all'],
  "path '', fetch": ['InvalidValue mountPath', 'no path at all'],
  "test: path '/mnt/a:b/model'": ['InvalidValue mountPath', 'container runtimes split a mount at its colon'],
  "path '/models', modelcar": ['InvalidValue mountPath', 'the volume would lie over the root directory'],
  "path '/', modelcar": ['InvalidValue mountPath', 'the root directory cannot be a link'],
  "path '/', native": ['InvalidValue mountPath', 'the model would lie over the root directory'],
  "path '/', fetch": ['InvalidValue mountPath', 'the model would lie over the root directory'],
  "path 'models', modelcar": ['InvalidValue mountPath', 'relative to a directory that only the image knows'],
  "path 'models', native": ['InvalidValue mountPath', 'relative to a directory that only the image knows'],
  "path 'models', fetch": ['InvalidValue mountPath', 'relative to a directory that only the image knows'],
  "path '/mnt/x/../models', modelcar": ['InvalidValue mountPath', 'the kubelet and the shell may differ about it'],
  "path '.', modelcar": ['InvalidValue mountPath', 'relative to a directory that only the image knows'],
  'modelcar, broken cpuModelcar': ['InvalidValue resources.limits.cpu', 'no quantity; KServe panics half way'],
  'fetch, empty resources': ['InvalidValue fetch.resources.limits.cpu', 'no quantity; KServe panics'],
  'storageUris, same path twice, modelcar': ['Duplicate models[1].mountPath', 'one path holds one model'],
  'storageUris, same path twice, native': ['Duplicate models[1].mountPath', 'one path holds one model'],
  'storageUris, same path twice, fetch': ['Duplicate models[1].mountPath', 'one path holds one model'],
  'storageUris, model and adapter below it, modelcar': ['Duplicate models[1].mountPath', 'one volume hides the other'],
  'storageUris, model and adapter below it, native': [
    'Duplicate models[1].mountPath',
    'an image is no place for a mount',
  ],
  'storageUris, model and adapter below it, fetch': ['Duplicate models[1].mountPath', 'one model shows in the other'],
  "scheme: 'oci://'": ['InvalidValue image', 'no image at all'],
  "scheme: 'oci+native://'": ['InvalidValue image', 'no image at all'],
  "scheme: 'oci://host.example.com:5000/m:v1?x=1#y'": ['InvalidValue image', 'no image reference'],
  'scheme: "oci://registry.example.com/models/it\'s:v1"': ['InvalidValue image', 'no image reference'],
}

const cases = recordedCases.flatMap((recorded): [string, RecordedCase][] =>
  recorded.clean || requestOf(recorded).kind !== 'inject' ? [] : [[recorded.name, recorded]],
)

const tally = new Tally()

const firstCauseOf = ({ causes: [first] }: ModelcarError): string => `${first?.code} ${first?.field}`

describe('a case that KServe does not handle well', () => {
  test.each(cases)('%s', (name, recorded) => {
    const request = requestOf(recorded)
    if (request.kind !== 'inject') throw new Error('not a case for an injection')
    const input = inputOf(recorded)
    const { mode } = request.injection
    const result = attempt(input, request.config)

    if ('refusal' in result) {
      const { refusal } = result
      tally.add(`${mode}, refused: ${refusal.code} ${codesOf(refusal).join(', ')}`)
      for (const { field, message } of refusal.causes) expect(`${field} ${message}`).toMatch(/\S+ \S+/)
      if (refusal.code === 'Conflict') expect(codesOf(refusal)).toEqual(conflictCodes(input, request.injection))
      else expect({ [name]: firstCauseOf(refusal) }).toEqual({ [name]: REFUSED_CONFIGS[name]?.[0] })
      return
    }

    const made = result.podSpec as Spec
    tally.add(`${mode}, ${made === input ? 'nothing to do' : 'settled'}`)
    expect(conflictCodes(input, request.injection)).toEqual([])
    expect(injectModelcar(made, request.config)).toBe(made)
    expect(podStartErrors(made, request.injection)).toEqual([])
    if (name in BROKEN_ALREADY) expect(admissionErrors(made).length).toBeGreaterThan(0)
    else expect(admissionErrors(made)).toEqual([])
  })
})

test('the outcomes, counted', () => {
  tally.print('KServe’s other cases:')
  expect(tally.counts).toEqual({
    'sidecar, settled': 97,
    'sidecar, refused: Conflict ContainerNameTaken': 3,
    'sidecar, refused: Conflict ContainerNameTaken, HostPID': 1,
    'sidecar, refused: Conflict ContainerNameTaken, MountPathTaken': 1,
    'sidecar, refused: Conflict HostPID': 3,
    'sidecar, refused: Conflict HostPID, ModelPathTaken': 1,
    'sidecar, refused: Conflict ModelPathTaken': 5,
    'sidecar, refused: Conflict MountPathTaken': 4,
    'sidecar, refused: Conflict RootUser': 3,
    'sidecar, refused: Conflict TargetNotFound': 7,
    'sidecar, refused: Conflict VolumeSource': 3,
    'sidecar, refused: Conflict Windows': 1,
    'sidecar, refused: InvalidConfig Duplicate': 2,
    'sidecar, refused: InvalidConfig InvalidValue': 12,
    'image-volume, nothing to do': 12,
    'image-volume, settled': 28,
    'image-volume, refused: Conflict ModelPathTaken': 2,
    'image-volume, refused: Conflict ModelPathTaken, VolumeSource': 1,
    'image-volume, refused: Conflict MountPathTaken': 3,
    'image-volume, refused: Conflict TargetNotFound': 2,
    'image-volume, refused: Conflict VolumeSource': 3,
    'image-volume, refused: InvalidConfig Duplicate': 2,
    'image-volume, refused: InvalidConfig InvalidValue': 4,
    'fetch, nothing to do': 5,
    'fetch, settled': 28,
    'fetch, refused: Conflict ContainerNameTaken': 2,
    'fetch, refused: Conflict ModelPathTaken': 1,
    'fetch, refused: Conflict MountPathTaken': 3,
    'fetch, refused: Conflict TargetNotFound': 2,
    'fetch, refused: Conflict VolumeSource': 1,
    'fetch, refused: InvalidConfig Duplicate': 2,
    'fetch, refused: InvalidConfig InvalidValue': 4,
  })
})
