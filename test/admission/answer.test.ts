import { describe, expect, test } from 'vitest'
import { admit, outcomeOf, type AdmissionSource } from '../../src/admission/index.js'
import { compileOverlay, createInjector, injectModelcar, preferred } from '../../src/index.js'
import { difference, snapshot } from '../../src/testing/laws/snapshot.js'
import { admitted, faultsOf } from './api-server.js'
import { image, patchOf, pod, reviewOf, uid } from './reviews.js'

// The form of an answer, and what may stand in the place of a source.

const injector = createInjector({ image })
const versions = ['admission.k8s.io/v1', 'admission.k8s.io/v1beta1']

describe('an answer', () => {
  test.each(versions)('to %s has its version and UID', (apiVersion) => {
    const answer = admit(reviewOf(pod(), {}, apiVersion), injector)
    expect(answer).toMatchObject({ apiVersion, kind: 'AdmissionReview', response: { uid, allowed: true } })
    expect(faultsOf({ apiVersion, uid }, answer)).toEqual([])
  })

  test('has the plan’s patch, relative to the pod, in the same order', () => {
    const { spec } = pod()
    const answer = admit(reviewOf(pod()), injector)
    expect(patchOf(answer)).toEqual(
      injector.plan(spec as never).patch.map((operation) => ({ ...operation, path: `/spec${operation.path}` })),
    )
    expect(patchOf(answer)?.map(({ op, path }) => `${op} ${path}`)).toEqual([
      'add /spec/volumes',
      'add /spec/initContainers',
      'add /spec/containers/-',
      'add /spec/shareProcessNamespace',
      'add /spec/containers/0/env',
      'add /spec/containers/0/volumeMounts',
    ])
    expect(answer.response.auditAnnotations).toEqual({ injected: 'true' })
  })

  test('is the same text each time', () => {
    const texts = [1, 2].map(() => JSON.stringify(admit(JSON.stringify(reviewOf(pod())), createInjector({ image }))))
    expect(texts[0]).toBe(texts[1])
    expect(Object.keys(JSON.parse(texts[0] ?? '') as object)).toEqual(['apiVersion', 'kind', 'response'])
  })

  test('has neither patch nor patchType where nothing is missing', () => {
    const { response } = admit(
      reviewOf(pod(injectModelcar({ containers: [{ name: 'kserve-container' }] }, { image }))),
      {
        image,
      },
    )
    expect(response).toEqual({ uid, allowed: true })
  })

  test('leaves unknown fields alone', () => {
    const object = {
      ...pod({ containers: [{ name: 'kserve-container', fieldOf2031: [{ a: null }] }], another: { b: 1 } }),
      extra: true,
    }
    const answer = admit(reviewOf(object), injector)
    expect(admitted(object, answer)).toEqual({ ...object, spec: injector.inject(object.spec as never) })
    expect(JSON.stringify(patchOf(answer))).not.toMatch(/2031|another|extra/)
  })

  test('carries the plan’s warnings', () => {
    const { response } = admit(
      reviewOf(pod({ shareProcessNamespace: false, containers: [{ name: 'kserve-container' }] })),
      injector,
    )
    expect(response.warnings).toEqual([
      'spec.shareProcessNamespace was false and is overwritten: this mode links the model through a shared process namespace',
    ])
  })

  test('is in UTF-8, whatever the characters', () => {
    const value = 'ä€😀\u2028"\\'
    const overlay = { spec: { containers: [{ name: 'log', image: 'log:1', env: [{ name: 'TEXT', value }] }] } }
    const patch = patchOf(admit(reviewOf(pod()), overlay))
    expect(patch).toEqual([
      { op: 'add', path: '/spec/containers/-', value: { name: 'log', image: 'log:1', env: [{ name: 'TEXT', value }] } },
    ])
  })

  test('is whole when it is large', () => {
    const value = 'é'.repeat(300_000)
    const answer = admit(reviewOf(pod()), {
      spec: { containers: [{ name: 'log', image: 'log:1', env: [{ name: 'TEXT', value }] }] },
    })
    expect(patchOf(answer)?.[0]?.value).toEqual({ name: 'log', image: 'log:1', env: [{ name: 'TEXT', value }] })
  })

  test('is made without Buffer', () => {
    const { Buffer } = globalThis
    Reflect.deleteProperty(globalThis, 'Buffer')
    try {
      expect(admit(reviewOf(pod()), injector).response.patchType).toBe('JSONPatch')
    } finally {
      globalThis.Buffer = Buffer
    }
  })

  test('writes nothing to the review', () => {
    const review = reviewOf(pod())
    const before = snapshot(review)
    admit(review, injector)
    expect(difference(before, snapshot(review))).toBeUndefined()
  })
})

describe('a review may be', () => {
  const text = JSON.stringify(reviewOf(pod({ containers: [{ name: 'kserve-container', env: [{ name: 'Ü' }] }] })))
  const bytes = new TextEncoder().encode(text)
  const expected = admit(JSON.parse(text), injector)
  const forms: [string, unknown][] = [
    ['text', text],
    ['bytes', bytes],
    ['a Buffer', Buffer.from(bytes)],
    ['an ArrayBuffer', bytes.buffer],
    ['a part of an ArrayBuffer', new DataView(Uint8Array.from([0, ...bytes, 0]).buffer, 1, bytes.length)],
    ['text after a byte order mark', `\uFEFF${text}`],
    ['bytes after a byte order mark', new TextEncoder().encode(`\uFEFF${text}`)],
  ]

  test.each(forms)('%s', (_, review) => {
    expect(expected.response.patch).toBeDefined()
    expect(admit(review, injector)).toEqual(expected)
  })
})

describe('a source may be', () => {
  const overlay = { spec: { containers: [{ name: 'log', image: 'log:1', stdin: preferred(true) }] } }
  const asked = { labels: { model: image } }
  const sources: [string, AdmissionSource, string, readonly string[]][] = [
    ['an injector', injector, 'injected', ['kserve-container', 'modelcar']],
    ['a config', { image }, 'injected', ['kserve-container', 'modelcar']],
    ['a config that is switched off', { image, enabled: false }, 'unchanged', ['kserve-container']],
    ['an overlay', overlay, 'injected', ['kserve-container', 'log']],
    [
      'an overlay of targets only',
      { targets: ['kserve-container'], target: { tty: true } },
      'injected',
      ['kserve-container'],
    ],
    ['a compiled overlay', compileOverlay(overlay), 'injected', ['kserve-container', 'log']],
    ['a function that gives an injector', () => injector, 'injected', ['kserve-container', 'modelcar']],
    ['a function that gives a config', () => ({ image }), 'injected', ['kserve-container', 'modelcar']],
    [
      'a function that gives an overlay',
      ({ namespace }) => (namespace === 'team-a' ? overlay : undefined),
      'injected',
      ['kserve-container', 'log'],
    ],
    [
      'a function that reads the pod',
      ({ object }) => ({ config: { image: object.metadata?.labels?.['model'] ?? '' } }),
      'injected',
      ['kserve-container', 'modelcar'],
    ],
    [
      'a function that gives an injector as modelcar/kserve does',
      () => ({ injector: createInjector({ image: 'registry.example/m:1' }) }),
      'injected',
      ['kserve-container', 'modelcar'],
    ],
    ['a function that gives nothing', () => undefined, 'skipped', ['kserve-container']],
    ['a function that gives a reason', () => ({ skip: 'NotOci' }), 'skipped', ['kserve-container']],
  ]

  test.each(sources)('%s', (_, source, outcome, names) => {
    const object = pod(undefined, asked)
    const answer = admit(reviewOf(object), source)
    const after = admitted(object, answer) as typeof object
    expect(outcomeOf(answer).outcome).toBe(outcome)
    expect((after.spec as { containers: { name: string }[] }).containers.map(({ name }) => name)).toEqual(names)
  })
})
