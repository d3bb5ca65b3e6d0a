import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { planModelcar, type PodLike, type PodSpecLike } from 'modelcar'
import { applyPatch, type Operation } from 'rfc6902'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  respond,
  type AdmissionRequest,
  type AdmissionResponse,
} from '../../examples/admission-controller/admission.js'
import { bundle, examples } from './bundle.js'

type Pod = PodLike & { readonly metadata: NonNullable<PodLike['metadata']>; readonly spec: PodSpecLike }

const image = 'registry.example/team/llama:1'
const predictor = parse(readFileSync(join(examples, 'kserve-predictor.yaml'), 'utf8')) as Pod

const podWith = (metadata: Pod['metadata'], spec = predictor.spec): Pod => ({
  ...predictor,
  metadata: { ...predictor.metadata, ...metadata },
  spec,
})
const asking = (of: string, metadata: Pod['metadata'] = {}, spec?: PodSpecLike): Pod =>
  podWith({ annotations: { 'models.example/image': of }, ...metadata }, spec)

const requestFor = (object: PodLike | null, fields: Partial<AdmissionRequest> = {}): AdmissionRequest => ({
  uid: '705ab4f5',
  operation: 'CREATE',
  resource: { resource: 'pods' },
  object,
  ...fields,
})

function patched(pod: Pod, { patch = '' }: AdmissionResponse): Pod {
  const result = structuredClone(pod)
  const operations = JSON.parse(Buffer.from(patch, 'base64').toString()) as Operation[]
  expect(applyPatch(result, operations).filter((error) => error !== null)).toEqual([])
  return result
}

describe('a pod that asks for a model', () => {
  test.each([
    ['with labels', asking(`oci://${image}`), { ...predictor.metadata.labels, 'models.example/model': 'true' }],
    ['without', asking(image, { labels: undefined }), { 'models.example/model': 'true' }],
    [
      'with another value',
      asking(image, { labels: { 'models.example/model': '' } }),
      { 'models.example/model': 'true' },
    ],
  ])('%s gets it and the label, in one patch', (_, { ...pod }, labels) => {
    const asked = JSON.parse(JSON.stringify(pod)) as Pod
    const response = respond(requestFor(asked))
    expect(response).toMatchObject({ uid: '705ab4f5', allowed: true, patchType: 'JSONPatch', warnings: [] })
    const { metadata, spec } = patched(asked, response)
    expect(metadata.labels).toEqual(labels)
    expect(spec.containers.map(({ name }) => name)).toContain('modelcar')
    expect(planModelcar(spec, { image }).patch).toEqual([])
    expect(respond(requestFor({ metadata, spec }))).toEqual({ uid: '705ab4f5', allowed: true, warnings: [] })
  })

  test('and loses its label in between gets only that again', () => {
    const pod = asking(image)
    const object = patched(pod, respond(requestFor(pod)))
    const unlabelled = { ...object, metadata: { ...object.metadata, labels: { app: 'llama' } } }
    const { patch = '' } = respond(requestFor(unlabelled))
    expect(JSON.parse(Buffer.from(patch, 'base64').toString())).toEqual([
      { op: 'add', path: '/metadata/labels/models.example~1model', value: 'true' },
    ])
  })

  test('is told what to know of it', () => {
    const { warnings } = respond(requestFor(asking(image, {}, { ...predictor.spec, shareProcessNamespace: false })))
    expect(warnings).toEqual([expect.stringMatching(/^spec\.shareProcessNamespace: /)])
  })
})

describe('a pod is skipped, with the reason', () => {
  test.each([
    ['that does not ask', requestFor(predictor), /no annotation models\.example\/image/],
    ['that opts out', requestFor(asking(image, { labels: { 'models.example/inject': 'false' } })), /opted out/],
    ['that is updated', requestFor(asking(image), { operation: 'UPDATE' }), /created/],
    ['that gets a debug container', requestFor(asking(image), { subResource: 'ephemeralcontainers' }), /created/],
    ['that is none', requestFor(asking(image), { resource: { resource: 'deployments' } }), /created/],
    ['that is not there', requestFor(null), /created/],
  ])('%s', (_, request, reason) => {
    const skipped = expect.stringMatching(reason) as string
    expect(respond(request)).toEqual({ uid: '705ab4f5', allowed: true, auditAnnotations: { skipped } })
  })
})

describe('a pod is denied', () => {
  test.each(['elsewhere.example/llama:1', 'registry.example.evil.test/llama:1', 'llama', 'oci://mirror.example/llama'])(
    'with a model from another registry: %s',
    (other) => {
      const { allowed, patch, status } = respond(requestFor(asking(other)))
      const field = 'metadata.annotations[models.example/image]'
      const message = `expected a model from registry.example or mirror.example:5000, found "${other}"`
      expect({ allowed, patch }).toEqual({ allowed: false, patch: undefined })
      expect(status).toEqual({
        code: 403,
        reason: 'Forbidden',
        message: `${field}: ${message}`,
        details: { kind: 'Pod', causes: [{ reason: 'FieldValueInvalid', field, message }] },
      })
    },
  )

  test('with something in the way, cause by cause', () => {
    const { allowed, status } = respond(
      requestFor(asking(image, {}, { ...predictor.spec, ...{ hostPID: true }, containers: [] })),
    )
    expect(allowed).toBe(false)
    expect(status).toMatchObject({
      code: 422,
      reason: 'Invalid',
      details: { causes: [{ field: 'spec.containers' }, { field: 'spec.hostPID' }] },
    })
  })
})

test('the server answers reviews, and what is none with 400', async () => {
  const file = await bundle('admission-controller/server.ts')
  const { TLS_CERT_FILE: _, TLS_KEY_FILE: __, ...env } = process.env
  const server = spawn(process.execPath, [file], { env: { ...env, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = new Promise((resolve) => server.once('exit', resolve))
  try {
    const line = await new Promise<string>((resolve, reject) => {
      server.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString()))
      server.once('exit', (code) => reject(new Error(`the server ended with ${String(code)}`)))
    })
    const url = `http://localhost:${/\d+/.exec(line)?.[0] ?? ''}/`
    const request = requestFor(asking(image))
    const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview' }
    const answer = await fetch(url, { method: 'POST', body: JSON.stringify({ ...review, request }) })
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.json()).toEqual({ ...review, response: respond(request) })
    const statuses = ['', '{', 'null', '{}'].map(async (body) => (await fetch(url, { method: 'POST', body })).status)
    expect(await Promise.all(statuses)).toEqual([400, 400, 400, 400])
  } finally {
    server.kill()
    await exited
  }
})
