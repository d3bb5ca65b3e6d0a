import { describe, expect, test } from 'vitest'
import { createInjector } from '../../src/index.js'
import { admit, outcomeOf, type AdmissionSource } from '../../src/admission/index.js'
import { image, pod, reviewOf } from './reviews.js'

const injector = createInjector({ image })
const injected = pod(injector.inject({ containers: [{ name: 'kserve-container' }] }))
const refused = pod({ containers: [{ name: 'kserve-container' }], hostPID: true })

const answers: readonly [string, object, AdmissionSource, object, object?][] = [
  ['injected', pod(), injector, { outcome: 'injected' }, { injected: 'true' }],
  ['unchanged', injected, injector, { outcome: 'unchanged' }],
  ['skipped', pod(), () => undefined, { outcome: 'skipped', reason: 'NotAsked' }, { skipped: 'NotAsked' }],
  [
    'refused',
    refused,
    injector,
    { outcome: 'refused', reason: 'Conflict', causes: 'HostPID' },
    { refused: 'Conflict', causes: 'HostPID' },
  ],
  [
    'failed',
    pod(),
    () => {
      throw new Error('no')
    },
    { outcome: 'failed', reason: 'InternalError' },
    { failed: 'InternalError' },
  ],
]

describe('what was done', () => {
  test.each(answers)('%s', (_, object, source, outcome, audited) => {
    const answer = admit(reviewOf(object), source)
    expect(outcomeOf(answer)).toEqual(outcome)
    expect(answer.response.auditAnnotations).toEqual(audited)
    expect(outcomeOf(JSON.parse(JSON.stringify(answer)) as typeof answer)).toEqual(outcome)
  })

  test('a refusal that is let through is one all the same', () => {
    const answer = admit(reviewOf(refused), injector, { onRefusal: 'allow' })
    expect(answer.response.allowed).toBe(true)
    expect(outcomeOf(answer).outcome).toBe('refused')
  })

  test('a refusal of another version of the library may tell no causes', () => {
    const response = { auditAnnotations: { refused: 'Conflict' } } as const
    expect(outcomeOf({ response })).toStrictEqual({ outcome: 'refused', reason: 'Conflict' })
  })
})

// The API server takes no other value for the key of an audit annotation that it has (k8s.io/apiserver, AddAuditAnnotation).
test.each(answers)(
  'a second call has no other value for a key of the first: injected, then %s',
  (_, object, source) => {
    const first = admit(reviewOf(pod()), injector).response.auditAnnotations ?? {}
    const second = admit(reviewOf(object), source).response.auditAnnotations ?? {}
    expect({ ...second, ...first }).toEqual({ ...first, ...second })
  },
)
