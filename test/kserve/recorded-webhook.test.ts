import { describe, expect, test } from 'vitest'
import { injectForKServe, type PodLike, type SkipReason } from '../../src/kserve/index.js'
import { Tally } from '../reference/tally.js'
import { attempt, fieldsOf, resolutionOf } from './attempt.js'
import { casesOf, configMapOf, firstOutcome, specAfter, type RecordedCase } from './recorded.js'
import { withoutScripts } from './scripts.js'

// KServe's whole webhook: its gate, and the pods that come out of it.

/** Pods for which no model is injected. */
const SKIPPED: Readonly<Record<string, { readonly skip: SkipReason; readonly reason: string }>> = {
  'gate: everything off, oci': { skip: 'Disabled', reason: 'KServe’s storage initializer takes the image' },
  'gate: everything off, oci+modelcar': { skip: 'Disabled', reason: 'KServe injects nothing, without a word' },
  'gate: everything off, oci+native': { skip: 'Disabled', reason: 'KServe injects nothing, without a word' },
  'gate: unset, oci': { skip: 'Disabled', reason: 'KServe’s storage initializer takes the image' },
  'gate: unset, oci+modelcar': { skip: 'Disabled', reason: 'KServe injects nothing, without a word' },
  'gate: unset, oci+native': { skip: 'Disabled', reason: 'KServe injects nothing, without a word' },
  'webhook: no label': { skip: 'NoLabel', reason: 'as KServe' },
  'webhook: no annotation': { skip: 'NoSource', reason: 'as KServe' },
  'webhook: s3 source': { skip: 'NotOci', reason: 'as KServe, whose storage initializer fetches it' },
  'webhook: LocalModel and an OCI source': {
    skip: 'LocalModel',
    reason: 'on purpose: KServe mounts the cached model, and injects a modelcar that nobody reads beside it',
  },
}

const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'webhook: unknown mode in the configuration': ['InvalidValue data.storageInitializer: ociModelMode'],
  'webhook: malformed configuration': ['InvalidValue data.storageInitializer'],
}

/** What only another injector of KServe's sets, in the second call: the UID of Istio's sidecar. */
const LATER = ['webhook: fetch under Istio CNI', 'webhook: fetch under Istio CNI, annotation']

const MODELCAR = /^(modelcar|modelcar-init|kserve-provision-location)$/
const hasModelcar = (spec: unknown): boolean => {
  const { containers, volumes } = spec as {
    containers: { name: string }[]
    volumes?: { name: string; image?: unknown }[]
  }
  return containers.some(({ name }) => MODELCAR.test(name)) || (volumes ?? []).some(({ image }) => image !== undefined)
}

const tally = new Tally()
const cases = casesOf('Handle')

describe('the webhook', () => {
  test.each(cases.map((recorded): [string, RecordedCase] => [recorded.name, recorded]))('%s', (name, recorded) => {
    const { pod, namespace } = recorded
    const configMap = configMapOf(recorded)
    const result = attempt(pod, configMap, { namespace })
    if ('refusal' in result) {
      expect({ [name]: fieldsOf(result) }).toEqual({ [name]: REFUSED[name] })
      expect(firstOutcome(recorded)).toSatisfy(({ error, panic }) => error !== undefined || panic !== undefined)
      tally.add('refused by both')
      return
    }
    const { skip } = resolutionOf(result)
    expect({ [name]: skip }).toEqual({ [name]: SKIPPED[name]?.skip })
    if (skip !== undefined) {
      expect(injectForKServe(pod as PodLike, configMap, { namespace })).toBe(pod)
      const isOnPurpose = SKIPPED[name]?.reason.startsWith('on purpose')
      expect(hasModelcar(specAfter(recorded))).toBe(isOnPurpose)
      tally.add(isOnPurpose ? `skipped on purpose: ${skip}` : `skipped by both: ${skip}`)
      return
    }
    if (name === 'webhook: no target') {
      expect(() => injectForKServe(pod as PodLike, configMap, { namespace })).toThrow('kserve-container')
      tally.add('refused by both')
      return
    }
    const injected = injectForKServe(pod as PodLike, configMap, { namespace })
    expect(withoutScripts(injected.spec)).toEqual(withoutScripts(specAfter(recorded)))
    expect(recorded.clean || LATER.includes(name)).toBe(true)
    expect({ ...injected, spec: pod?.spec }).toEqual(pod)
    tally.add('the pod is KServe’s')
  })

  test('the outcomes, counted', () => {
    tally.print(`The whole webhook (${String(cases.length)} cases):`)
    expect(tally.counts).toEqual({
      'the pod is KServe’s': 9,
      'refused by both': 3,
      'skipped by both: Disabled': 6,
      'skipped by both: NoLabel': 1,
      'skipped by both: NoSource': 1,
      'skipped by both: NotOci': 1,
      'skipped on purpose: LocalModel': 1,
    })
  })
})
