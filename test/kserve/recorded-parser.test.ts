import { describe, expect, test } from 'vitest'
import { attempt, fieldsOf, resolutionOf } from './attempt.js'
import { annotation, configuredMode, expectedPlural, expectedSingle, label } from './expected.js'
import { casesOf, configMapOf, firstOutcome, type Decoded, type RecordedCase } from './recorded.js'
import { Tally } from '../reference/tally.js'

// The ConfigMap's entry: what KServe's parser makes of it, seen through what we are configured with.

const at = (name: string): string => `data.storageInitializer: ${name}`

/** Entries that KServe takes and we refuse, in the modes that need the setting. */
const DIFFERENT: Readonly<Record<string, { readonly field: string; readonly reason: string }>> = {
  'parse: negative quantity': { field: at('cpuModelcar'), reason: 'the API server refuses the pod' },
  'parse: negative uid': { field: at('uidModelcar'), reason: 'the API server refuses the pod' },
  'parse: huge uid': { field: at('uidModelcar'), reason: 'the API server refuses the pod' },
}

/** Where we see the fault of an entry that KServe refuses or panics at. */
const FAULTS: Readonly<Record<string, readonly string[]>> = {
  'parse: unknown mode': [`InvalidValue ${at('ociModelMode')}`],
  'parse: mode in capitals': [`InvalidValue ${at('ociModelMode')}`],
  'parse: bad cpuModelcar': [`InvalidValue ${at('cpuModelcar')}`],
  'parse: bad memoryModelcar': [`InvalidValue ${at('memoryModelcar')}`],
  'parse: bad memoryLimit': [`InvalidValue ${at('memoryLimit')}`],
  'parse: missing cpuLimit': [`Required ${at('cpuLimit')}`],
  'parse: empty object': ['cpuRequest', 'memoryRequest', 'cpuLimit', 'memoryLimit'].map(
    (name) => `Required ${at(name)}`,
  ),
  'parse: uid as text': [`InvalidType ${at('uidModelcar')}`],
  'parse: uid with a fraction': [`InvalidValue ${at('uidModelcar')}`],
  'parse: cpu as a number': [`InvalidType ${at('cpuLimit')}`],
  'parse: enableModelcar as text': [`InvalidType ${at('enableModelcar')}`],
  'parse: capital K': [`InvalidValue ${at('memoryModelcar')}`],
  'parse: blank around': [`InvalidValue ${at('cpuModelcar')}`],
  'parse text: malformed': ['InvalidValue data.storageInitializer'],
  'parse text: empty text': ['InvalidValue data.storageInitializer'],
  'parse text: null': ['InvalidType data.storageInitializer'],
  'parse text: an array': ['InvalidType data.storageInitializer'],
  'parse text: a string': ['InvalidType data.storageInitializer'],
  'parse text: trailing comma': ['InvalidValue data.storageInitializer'],
  'parse text: two objects': ['InvalidValue data.storageInitializer'],
  'parse text: uid as 1e3': [`InvalidValue ${at('uidModelcar')}`],
  'parse text: a byte order mark': ['InvalidValue data.storageInitializer'],
  'parse text: comments': ['InvalidValue data.storageInitializer'],
  'parse: no entry': ['Required data.storageInitializer'],
}

const spec = { containers: [{ name: 'kserve-container' }], imagePullSecrets: [{ name: 'pull' }] }
const image = 'registry.example.com/models/llama:v1'
const models = [
  { uri: `oci://${image}`, mountPath: '/mnt/a/model' },
  { uri: `oci://${image}`, mountPath: '/mnt/b/model' },
]
const podOf = (uri: string) => ({ metadata: { labels: { [label]: 'demo' }, annotations: { [annotation]: uri } }, spec })

const cases = casesOf('GetStorageInitializerConfigs')
const parsed = cases.filter((recorded) => firstOutcome(recorded)?.config !== undefined)
const refused = cases.filter((recorded) => !parsed.includes(recorded))
const named = (list: readonly RecordedCase[]) =>
  list.map((recorded): [string, RecordedCase] => [recorded.name, recorded])
const tally = new Tally()

describe('an entry that KServe takes', () => {
  test.each(named(parsed))('%s', (name, recorded) => {
    const decoded = firstOutcome(recorded)?.config as Decoded
    const configMap = configMapOf(recorded)
    const differing: string[] = []
    const compare = (pod: unknown, options: unknown, mode: string, expected: () => unknown): void => {
      const result = attempt(pod, configMap, options)
      if (mode === 'modelcar' && DIFFERENT[name] !== undefined) {
        differing.push(mode)
        expect(fieldsOf(result)).toEqual([`InvalidValue ${DIFFERENT[name].field}`])
      } else {
        expect(resolutionOf(result)).toEqual(expected())
      }
    }
    const configured = configuredMode(decoded)
    for (const explicit of ['', 'modelcar', 'native', 'fetch']) {
      const uri = explicit === '' ? `oci://${image}` : `oci+${explicit}://${image}`
      const mode = explicit || configured
      for (const namespace of ['models', 'kserve']) {
        const asked = { decoded, mode, namespace, spec }
        // Where the configuration has no mode, KServe's webhook never comes to the injector, whatever the scheme.
        compare(podOf(uri), { namespace }, configured === '' ? '' : mode, () =>
          configured === '' ? { skip: 'Disabled' } : { config: expectedSingle(uri, asked) },
        )
        // Its controller goes by the scheme alone.
        const storageUris = models.map(({ mountPath }) => ({ uri, mountPath }))
        compare({ spec }, { namespace, storageUris }, mode, () =>
          mode === '' ? { skip: 'Disabled' } : { config: expectedPlural(storageUris, asked) },
        )
      }
    }
    tally.add(differing.length > 0 ? 'different on purpose' : 'equal')
  })
})

describe('an entry that KServe refuses or panics at', () => {
  test.each(named(refused))('%s', (name, recorded) => {
    expect(firstOutcome(recorded)).toSatisfy(({ error, panic }) => error !== undefined || panic !== undefined)
    const result = attempt(podOf(`oci://${image}`), configMapOf(recorded))
    expect({ [name]: fieldsOf(result) }).toEqual({ [name]: FAULTS[name] })
    tally.add(firstOutcome(recorded)?.panic === undefined ? 'refused by both' : 'refused, where KServe panics')
  })
})

test('the outcomes, counted', () => {
  tally.print(`KServe's parser of its ConfigMap (${String(cases.length)} cases):`)
  expect(tally.counts).toEqual({
    equal: 21,
    'different on purpose': 3,
    'refused by both': 10,
    'refused, where KServe panics': 14,
  })
})
