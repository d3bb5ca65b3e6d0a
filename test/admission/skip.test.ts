import { describe, expect, test } from 'vitest'
import {
  admit,
  admissionSkipReasons,
  type AdmissionSkipReason,
  type AdmissionSource,
} from '../../src/admission/index.js'
import { skipReasons } from '../../src/kserve/index.js'
import type { Fields } from '../../src/testing/json.js'
import { image, pod, reviewOf, uid } from './reviews.js'

// Only pods that are created are looked at; everything else is allowed as it is, and a reason says why.

const part = (subResource: string, kind = 'Pod') => ({ subResource, kind: { group: '', version: 'v1', kind } })
const other = (group: string, version: string, kind: string, resource: string) => ({
  kind: { group, version, kind },
  resource: { group, version, resource },
})
const mirror = (value: unknown) => pod(undefined, { annotations: { 'kubernetes.io/config.mirror': value } })

const requests: readonly [string, AdmissionSkipReason, Fields, unknown?][] = [
  ['UPDATE', 'NotCreate', { operation: 'UPDATE' }],
  ['DELETE', 'NotCreate', { operation: 'DELETE' }, null],
  ['CONNECT', 'NotCreate', { operation: 'CONNECT', ...part('exec', 'PodExecOptions') }],
  ['no operation', 'NotCreate', { operation: undefined }],
  ['an operation in small letters', 'NotCreate', { operation: 'create' }],
  ['ephemeral containers', 'NotCreate', { operation: 'UPDATE', ...part('ephemeralcontainers') }],
  ['resize', 'Subresource', part('resize')],
  ['status', 'Subresource', part('status')],
  ['binding', 'Subresource', part('binding', 'Binding')],
  ['eviction', 'Subresource', { ...part('eviction'), kind: { group: 'policy', version: 'v1', kind: 'Eviction' } }],
  ['a Deployment', 'NotAPod', other('apps', 'v1', 'Deployment', 'deployments')],
  ['a Service', 'NotAPod', other('', 'v1', 'Service', 'services')],
  ['a pod of another group', 'NotAPod', other('example.org', 'v1', 'Pod', 'pods')],
  ['a pod of a later version', 'NotAPod', other('', 'v2', 'Pod', 'pods')],
  ['pods of the metrics API', 'NotAPod', other('metrics.k8s.io', 'v1beta1', 'PodMetrics', 'pods')],
  ['another kind by the resource of pods', 'NotAPod', { kind: { group: '', version: 'v1', kind: 'Binding' } }],
  [
    'a Deployment, without a kind',
    'NotAPod',
    { kind: undefined, resource: undefined },
    { ...pod(), kind: 'Deployment' },
  ],
  ['a pod of another group, likewise', 'NotAPod', { kind: null }, { ...pod(), apiVersion: 'example.org/v1' }],
  ['a kind that is no object', 'NotAPod', { kind: 'Pod' }],
  [
    'another resource by the kind of pods',
    'NotAPod',
    { resource: { group: '', version: 'v1', resource: 'podtemplates' } },
  ],
  [
    'a part of another resource',
    'NotAPod',
    { ...other('apps', 'v1', 'Deployment', 'deployments'), subResource: 'scale' },
  ],
  ['a mirror pod', 'MirrorPod', {}, mirror('8b0b0c')],
  ['a mirror pod without a hash', 'MirrorPod', {}, mirror('')],
  ['a mirror pod with null', 'MirrorPod', {}, mirror(null)],
]

describe('allowed as it is:', () => {
  test.each(requests)('%s: %s', (_, reason, fields, object = pod()) => {
    const source: AdmissionSource = () => {
      throw new Error('the source is not asked')
    }
    const { response } = admit(reviewOf(object, fields), source)
    expect(response).toEqual({ uid, allowed: true, auditAnnotations: { skipped: reason } })
  })

  test.each<[string, AdmissionSkipReason, unknown]>([
    ['undefined', 'NotAsked', undefined],
    ['null', 'NotAsked', null],
    ['a reason of its own', 'NotAsked', { skip: 'because' }],
    ['a name that every object has', 'NotAsked', { skip: 'toString' }],
    ['a reason that is no text', 'NotAsked', { skip: { toString: 1 } }],
    ['a reason of the list', 'LocalModel', { skip: 'LocalModel' }],
  ])('the source gives %s: %s', (_, reason, chosen) => {
    const { response } = admit(reviewOf(pod()), (() => chosen) as AdmissionSource)
    expect(response).toEqual({ uid, allowed: true, auditAnnotations: { skipped: reason } })
  })
})

test.each<[string, Fields]>([
  ['an empty subresource', { subResource: '' }],
  ['null as subresource', { subResource: null }],
  ['no kind and no resource', { kind: undefined, resource: undefined }],
  ['null as kind and resource', { kind: null, resource: null }],
  ['a kind and a resource by their names alone', { kind: { kind: 'Pod' }, resource: { resource: 'pods' } }],
  ['a dry run', { dryRun: true }],
])('looked at: %s', (_, fields) => {
  expect(admit(reviewOf(pod(), fields), { image }).response.auditAnnotations).toEqual({ injected: 'true' })
})

test.each<[string, unknown]>([
  ['no metadata', { spec: { containers: [{ name: 'kserve-container' }] } }],
  ['metadata that is none', { ...pod(), metadata: 'iris' }],
  ['annotations that are none', pod(undefined, { annotations: 1 })],
])('looked at: a pod with %s', (_, object) => {
  for (const fields of [{}, { kind: undefined }])
    expect(admit(reviewOf(object, fields), { image }).response.auditAnnotations).toEqual({ injected: 'true' })
})

test.each([null, undefined, 'a pod'])('neither a kind nor an object, but %j', (object) => {
  const { response } = admit(reviewOf(object, { kind: undefined }), { image })
  expect(response.status?.message).toContain('request.object: expected a pod')
})

test('the list of reasons is that of requests and that of KServe', () => {
  expect(Object.keys(admissionSkipReasons)).toEqual([
    'NotCreate',
    'NotAPod',
    'Subresource',
    'MirrorPod',
    'NotAsked',
    ...Object.keys(skipReasons),
  ])
})
