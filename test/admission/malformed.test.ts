import { describe, expect, test } from 'vitest'
import { admit, type AdmissionSource } from '../../src/admission/index.js'
import { faultsOf } from './api-server.js'
import { image, pod, requestOf, reviewOf, uid } from './reviews.js'

// Whatever comes in, an answer goes out that says what is wrong.

const [v1, v1beta1] = ['admission.k8s.io/v1', 'admission.k8s.io/v1beta1']
const hostile = { toString: 1, valueOf: 1, toJSON: 1 }
const bytes = (...values: number[]) => Uint8Array.from(values)
const review = reviewOf(pod())
const source: AdmissionSource = () => {
  throw new Error('the source is not asked')
}

describe('no JSON', () => {
  test.each<[string, unknown]>([
    ['an empty text', ''],
    ['an empty body', bytes()],
    ['a text that ends too soon', JSON.stringify(review).slice(0, -2)],
    ['two values', '{}{}'],
    ['bytes that are no UTF-8', bytes(0x22, 0xff, 0x22)],
    ['half a character', bytes(0x22, 0xe2, 0x82)],
    ['UTF-16', Buffer.from(JSON.stringify(review), 'utf16le')],
    ['two byte order marks', `\uFEFF\uFEFF${JSON.stringify(review)}`],
    ['YAML', 'kind: AdmissionReview'],
    ['a detached buffer', detached()],
  ])('%s', (_, body) => {
    const answer = admit(body, source)
    expect(faultsOf({ apiVersion: v1, uid: '' }, answer)).toEqual([])
    expect(answer.response).toMatchObject({
      allowed: false,
      status: {
        code: 400,
        reason: 'BadRequest',
        message: expect.stringMatching(/^expected an AdmissionReview as JSON: ./),
      },
      auditAnnotations: { failed: 'BadRequest' },
    })
  })
})

function detached(): ArrayBuffer {
  const buffer = new ArrayBuffer(8)
  structuredClone(buffer, { transfer: [buffer] })
  return buffer
}

describe('no review', () => {
  const of = (fields: object) => ({ ...review, ...fields })
  const asked = (fields: object) => ({ ...review, request: { ...requestOf(pod()), ...fields } })
  const eitherVersion = `${v1} or ${v1beta1}`
  test.each<[unknown, string, string]>([
    [undefined, 'expected an AdmissionReview, found nothing', ''],
    [null, 'expected an AdmissionReview, found null', ''],
    [5, 'expected an AdmissionReview, found 5', ''],
    [[], 'expected an AdmissionReview, found a list', ''],
    ['"x"', 'expected an AdmissionReview, found "x"', ''],
    ['[]', 'expected an AdmissionReview, found a list', ''],
    [{}, 'kind: expected AdmissionReview, found nothing', ''],
    [hostile, 'kind: expected AdmissionReview, found nothing', ''],
    [pod(), 'kind: expected AdmissionReview, found "Pod"', ''],
    ['{"__proto__": {"kind": "AdmissionReview"}}', 'kind: expected AdmissionReview, found nothing', ''],
    [of({ kind: hostile }), 'kind: expected AdmissionReview, found an object', uid],
    [of({ apiVersion: undefined }), `apiVersion: expected ${eitherVersion}, found nothing`, uid],
    [
      of({ apiVersion: 'admission.k8s.io/v2' }),
      `apiVersion: expected ${eitherVersion}, found "admission.k8s.io/v2"`,
      uid,
    ],
    [of({ apiVersion: hostile }), `apiVersion: expected ${eitherVersion}, found an object`, uid],
    [of({ request: undefined }), 'request: expected an object, found nothing', ''],
    [of({ request: null }), 'request: expected an object, found null', ''],
    [of({ request: [] }), 'request: expected an object, found a list', ''],
    [asked({ uid: undefined }), 'request.uid: expected a string, found nothing', ''],
    [asked({ uid: '' }), 'request.uid: expected a string, found ""', ''],
    [asked({ uid: hostile }), 'request.uid: expected a string, found an object', ''],
    [asked({ operation: hostile }), 'request.operation: expected a string, found an object', uid],
    [asked({ namespace: 1 }), 'request.namespace: expected a string, found 1', uid],
    [asked({ name: ['a'] }), 'request.name: expected a string, found a list', uid],
    [asked({ subResource: true }), 'request.subResource: expected a string, found true', uid],
    [asked({ object: null }), 'request.object: expected a pod, found null', uid],
    [asked({ object: undefined }), 'request.object: expected a pod, found nothing', uid],
    [asked({ object: [] }), 'request.object: expected a pod, found a list', uid],
    [asked({ object: 'pod' }), 'request.object: expected a pod, found "pod"', uid],
  ])('%j: %s', (body, message, uid) => {
    const answer = admit(body, source)
    expect(faultsOf({ apiVersion: v1, uid }, answer)).toEqual([])
    expect(answer.response).toEqual({
      uid,
      allowed: false,
      status: { status: 'Failure', code: 400, reason: 'BadRequest', message },
      auditAnnotations: { failed: 'BadRequest' },
    })
  })

  test('the version is echoed where it is known', () => {
    expect(admit({ ...review, apiVersion: v1beta1, request: null }, source).apiVersion).toBe(v1beta1)
  })

  test('one that cannot be read', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(admit(proxy, source).response.status).toMatchObject({ code: 400 })
  })
})

describe('odd JSON that is all the same a review', () => {
  test('a byte order mark inside of a text', () => {
    const marked = 'a\uFEFFb'
    const answer = admit(JSON.stringify({ ...review, request: { ...requestOf(pod()), uid: marked } }), { image })
    expect(answer.response).toMatchObject({ uid: marked, allowed: true })
  })

  test('hostile objects where nothing is read', () => {
    const object = { ...pod(undefined, { annotations: hostile, labels: hostile }), ...hostile, status: hostile }
    expect(
      admit({ ...reviewOf(object, { userInfo: hostile, options: hostile }), ...hostile }, { image }).response,
    ).toMatchObject({
      allowed: true,
      patchType: 'JSONPatch',
    })
  })

  test('half a surrogate pair', () => {
    const text = JSON.stringify(reviewOf(pod({ containers: [{ name: 'kserve-container' }, { name: '\ud800' }] })))
    expect(admit(text, { image }).response).toMatchObject({ allowed: true, patchType: 'JSONPatch' })
    const metadata = { name: 'a\udfffb' }
    const refused = admit(reviewOf(pod({ hostPID: true, containers: [] }, metadata)), { image }, { onRefusal: 'allow' })
    expect(faultsOf({ apiVersion: v1, uid }, refused)).toEqual([])
  })

  test('lists a hundred thousand deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const text = JSON.stringify(reviewOf(pod({ containers: [{ name: 'kserve-container' }], x: 'deep' })))
    expect(admit(text.replace('"deep"', deep), { image }).response.allowed).toBe(true)
    expect(admit(deep, { image }).response.allowed).toBe(false)
  })
})
