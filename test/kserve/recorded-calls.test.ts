import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { isModelcarError } from '../../src/index.js'
import { injectForKServe, type PodLike } from '../../src/kserve/index.js'
import { ROOT_FORBIDDEN, type Spec, USERS_FOLLOW } from '../reference/differences.js'
import { Tally } from '../reference/tally.js'
import { attempt, fieldsOf, resolutionOf } from './attempt.js'
import { annotation, configuredMode, decodedOf, expectedPlural, expectedSingle, modeOf } from './expected.js'
import { casesOf, configMapOf, firstOutcome, specAfter, type RecordedCase, type RecordedPod } from './recorded.js'
import { requestOf } from './requests.js'
import { withoutScripts } from './scripts.js'

// KServe's injectors: with the same pod, ConfigMap and sources we are configured as KServe's rules say, and where KServe
// handles a pod well, the pod that comes out is KServe's.

interface Refusal {
  readonly fields: readonly string[]
  readonly reason: string
}

const source = `metadata.annotations[${annotation}]`

const elevenSources = { fields: ['InvalidValue storageUris'], reason: 'KServe’s limit' }
const samePath = { fields: ['Duplicate storageUris[1].mountPath'], reason: 'two models at one path' }
const nested = {
  fields: ['Duplicate storageUris[1].mountPath'],
  reason: 'one model would hide the other, or lie inside of it',
}
const unknownMode = {
  fields: [`InvalidValue ${source}`],
  reason: 'KServe makes a modelcar of an unknown mode without a word',
}
const noReference = { fields: [`InvalidValue ${source}`], reason: 'no registry has an image of that name' }

/** Cases that are refused: by KServe too, or on purpose. */
const REFUSED: Readonly<Record<string, Refusal>> = {
  "scheme: 'oci+foo://registry.example.com/models/llama:v1'": unknownMode,
  "scheme: 'oci+Native://registry.example.com/models/llama:v1'": unknownMode,
  "scheme: 'oci://oci://registry.example.com/models/llama:v1'": noReference,
  "scheme: 'oci://'": noReference,
  "scheme: 'oci+native://'": noReference,
  "scheme: 'oci://host.example.com:5000/m:v1?x=1#y'": noReference,
  [`scheme: "oci://registry.example.com/models/it's:v1"`]: noReference,
  'storageUris, eleven sources, modelcar': elevenSources,
  'storageUris, eleven sources, native': elevenSources,
  'storageUris, eleven sources, fetch': elevenSources,
  'storageUris, same path twice, modelcar': samePath,
  'storageUris, same path twice, native': samePath,
  'storageUris, same path twice, fetch': samePath,
  'storageUris, model and adapter below it, modelcar': nested,
  'storageUris, model and adapter below it, native': nested,
  'storageUris, model and adapter below it, fetch': nested,
  'storageUris, native then modelcar': {
    fields: ['Exclusive storageUris[1].uri'],
    reason: 'KServe makes a pod with two modes, whose names it counts together',
  },
}

/** Cases in which KServe ends in an error and the config is right: the pod is refused when it is injected into, or it is not. */
const NO_TARGET = 'Conflict TargetNotFound'
const ERRORS: Readonly<Record<string, string>> = {
  'test: no target': NO_TARGET,
  'test: transformer only': NO_TARGET,
  'test: empty pod': NO_TARGET,
  'generated 1-015': NO_TARGET,
  'generated 1-297': NO_TARGET,
  'generated 1-299': NO_TARGET,
  'test: storageUris, no target': NO_TARGET,
  'weak: native: other volume at /mnt/models': 'Conflict MountPathTaken',
  'storageUris, siblings, modelcar': 'injected: siblings share a volume',
  'storageUris, siblings, fetch': 'injected: siblings have a volume each',
  'storageUris, native siblings under modelcar': 'injected: siblings have a volume each',
}

const single = casesOf('InjectModelcar')
// The legacy path of this function is the storage initializer's, which leaves OCI images alone.
const plural = casesOf('CommonStorageInitialization').filter(({ legacy }) => legacy !== true)
const named = (list: readonly RecordedCase[]) =>
  list.map((recorded): [string, RecordedCase] => [recorded.name, recorded])

function check(recorded: RecordedCase, expected: unknown, tally: Tally): void {
  const { name } = recorded
  const { pod, options } = requestOf(recorded)
  const result = attempt(pod, configMapOf(recorded), options)
  if ('refusal' in result) {
    expect({ [name]: fieldsOf(result) }).toEqual({ [name]: REFUSED[name]?.fields })
    tally.add(firstOutcome(recorded)?.error === undefined ? 'refused on purpose' : 'refused by both')
    return
  }
  expect(REFUSED).not.toHaveProperty([name])
  expect(resolutionOf(result)).toEqual(expected)
  if (firstOutcome(recorded)?.error !== undefined) {
    const told = injection(pod, recorded, options)
    expect({ [name]: told }).toEqual({ [name]: ERRORS[name]?.replace(/: siblings.*/, '') })
    tally.add(`KServe ends in an error, we are ${told === 'injected' ? 'not: siblings' : 'refused when injecting'}`)
    return
  }
  if (!recorded.clean) {
    tally.add('configured by KServe’s rules, in a pod that it does not handle well')
    return
  }
  const injected = injectForKServe(pod as PodLike, configMapOf(recorded), options)
  const theirs = specAfter(recorded)
  const ours = injected.spec as Spec
  const wanted = ROOT_FORBIDDEN.rewrite(USERS_FOLLOW.rewrite(theirs as Spec, ours), ours)
  expect(withoutScripts(injected.spec)).toEqual(withoutScripts(wanted))
  const isTheirs = isDeepStrictEqual(wanted, theirs)
  const how = isTheirs ? 'the pod is KServe’s' : 'the pod is KServe’s, but for users'
  tally.add(injected === pod ? 'left alone by both' : how)
}

function injection(pod: unknown, recorded: RecordedCase, options: object): string {
  try {
    injectForKServe(pod as PodLike, configMapOf(recorded), options)
    return 'injected'
  } catch (error) {
    if (!isModelcarError(error)) throw error
    return `${error.code} ${error.causes.map(({ code }) => code).join()}`
  }
}

describe('the pod webhook', () => {
  const tally = new Tally()
  test.each(named(single))('%s', (_name, recorded) => {
    const { metadata, spec } = recorded.pod as RecordedPod
    const uri = metadata?.annotations?.[annotation]
    const decoded = decodedOf(recorded.config ?? {})
    const mode = uri === undefined ? 'none' : modeOf(uri, decoded)
    const asked = { decoded, mode, namespace: metadata?.namespace, spec }
    const skip = uri === undefined ? 'NoSource' : mode === 'none' ? 'NotOci' : undefined
    expect(configuredMode(decoded)).not.toBe('')
    check(recorded, skip ? { skip } : { config: expectedSingle(uri!, asked) }, tally)
  })

  test('the outcomes, counted', () => {
    tally.print(`InjectModelcar (${String(single.length)} cases):`)
    expect(tally.counts).toEqual({
      'the pod is KServe’s': 233,
      'the pod is KServe’s, but for users': 19,
      'left alone by both': 8,
      'configured by KServe’s rules, in a pod that it does not handle well': 174,
      'KServe ends in an error, we are refused when injecting': 7,
      'refused on purpose': 7,
    })
  })
})

describe('the controller, with storageUris', () => {
  const tally = new Tally()
  test.each(named(plural))('%s', (_name, recorded) => {
    const { storageUris = [], namespace, podSpec } = recorded
    const decoded = decodedOf(recorded.config ?? {})
    const sources = storageUris.filter(({ uri }) => modeOf(uri, decoded) !== 'none')
    const mode = sources[0] ? modeOf(sources[0].uri, decoded) : 'none'
    const asked = { decoded, mode, namespace, spec: podSpec as RecordedPod['spec'] }
    const skip = recorded.annotations
      ? 'ModelAgent'
      : storageUris.length === 0
        ? 'NoSource'
        : { none: 'NotOci', '': 'Disabled' }[mode]
    check(recorded, skip ? { skip } : { config: expectedPlural(sources, asked) }, tally)
  })

  test('the outcomes, counted', () => {
    tally.print(`CommonStorageInitialization (${String(plural.length)} cases):`)
    expect(tally.counts).toEqual({
      'the pod is KServe’s': 63,
      'the pod is KServe’s, but for users': 1,
      'left alone by both': 1,
      'configured by KServe’s rules, in a pod that it does not handle well': 13,
      'KServe ends in an error, we are refused when injecting': 1,
      'KServe ends in an error, we are not: siblings': 3,
      'refused by both': 6,
      'refused on purpose': 4,
    })
  })
})
