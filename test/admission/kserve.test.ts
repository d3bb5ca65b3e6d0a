import { describe, expect, test } from 'vitest'
import { admit, type AdmissionSource } from '../../src/admission/index.js'
import {
  inferenceServiceLabel,
  injectForKServe,
  resolveInjection,
  sourceUriAnnotation,
} from '../../src/kserve/index.js'
import { admitted } from './api-server.js'
import { pod, reviewOf } from './reviews.js'

// `resolveInjection` is a source as it stands.

const settings = {
  image: 'kserve/storage-initializer:latest',
  memoryRequest: '100Mi',
  memoryLimit: '1Gi',
  cpuRequest: '100m',
  cpuLimit: '1',
  enableModelcar: true,
}
const configMapWith = (fields: object = {}) => ({
  metadata: { name: 'inferenceservice-config', namespace: 'kserve' },
  data: { storageInitializer: JSON.stringify({ ...settings, ...fields }) },
})
const sourceOf =
  (configMap: ReturnType<typeof configMapWith>): AdmissionSource =>
  ({ object, namespace }) =>
    resolveInjection(object, configMap, { namespace })
const source = sourceOf(configMapWith())
const labels = { [inferenceServiceLabel]: 'iris' }
const asking = (uri: unknown) => pod(undefined, { labels, annotations: { [sourceUriAnnotation]: uri } })

describe('a pod of KServe’s', () => {
  test('gets what injectForKServe gives it', () => {
    const object = asking('oci://registry.example/team/model:1')
    const after = admitted(object, admit(reviewOf(object), source))
    expect(after).not.toEqual(object)
    expect(after).toEqual(injectForKServe(object as never, configMapWith()))
  })

  test.each([
    ['NoLabel', pod(undefined, { annotations: { [sourceUriAnnotation]: 'oci://registry.example/m:1' } }), {}],
    ['NoSource', pod(undefined, { labels }), {}],
    ['NotOci', asking('s3://bucket/model'), {}],
    ['Disabled', asking('oci://registry.example/m:1'), { enableModelcar: false }],
  ])('is left alone: %s', (reason, object, fields) => {
    const { response } = admit(reviewOf(object), sourceOf(configMapWith(fields)))
    expect(response).toMatchObject({ allowed: true, auditAnnotations: { skipped: reason } })
    expect(response.patch).toBeUndefined()
  })

  test('is refused by its annotation’s path where that is wrong', () => {
    const { response } = admit(reviewOf(asking('oci://not a reference')), source)
    expect(response.status).toMatchObject({ code: 422, reason: 'Invalid' })
    expect(response.status?.details?.causes.map(({ field }) => field)).toEqual([
      `metadata.annotations[${sourceUriAnnotation}]`,
    ])
  })

  test('is refused where its metadata is malformed', () => {
    const { response } = admit(reviewOf(asking({ toString: 1 })), source)
    expect(response.status).toMatchObject({ code: 422, reason: 'Invalid' })
    expect(response.auditAnnotations).toMatchObject({ refused: 'InvalidPodSpec' })
  })

  test('is refused as the webhook’s own fault where the ConfigMap is wrong', () => {
    const { response } = admit(
      reviewOf(asking('oci+fetch://registry.example/m:1')),
      sourceOf(configMapWith({ cpuLimit: 'lots' })),
    )
    expect(response.status).toMatchObject({ code: 500, reason: 'InternalError' })
    expect(response.status?.details?.causes.map(({ field }) => field)).toEqual([
      'config.data.storageInitializer: cpuLimit',
    ])
  })
})
