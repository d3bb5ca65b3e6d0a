import fc from 'fast-check'
import { ordinaryPod } from '../../src/testing/arbitraries/pods.js'
import { maybe, object, oneOf } from '../../src/testing/arbitraries/values.js'
import { anyJson } from '../../src/testing/arbitraries/junk.js'
import type { Fields } from '../../src/testing/json.js'
import { annotation, label } from './expected.js'

/** What InferenceServices name as source: mostly images, in every scheme. */
export const uri = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(
        fc.constantFrom('oci', 'oci', 'oci', 'oci+modelcar', 'oci+native', 'oci+fetch'),
        fc.constantFrom('registry.example/team/model:1', 'model', 'localhost:5000/a/b@sha256:' + 'a'.repeat(64)),
      )
      .map(([scheme, reference]) => `${scheme}://${reference}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('s3://bucket', 'oci+foo://a', 'oci://A', 'OCI://a', '', 'oci+://a') },
)

const quantity = fc.constantFrom('10m', '1000m', '0.5', '100u', '15Mi', '1024Mi', '2e9', '+1', '1500k')

/** The settings of a ConfigMap, as admins write them. */
export const settings: fc.Arbitrary<Fields> = object({
  image: maybe(80, fc.constantFrom('kserve/storage-initializer:latest', 'mirror.example/init:v8', '')),
  cpuRequest: fc.constantFrom('100m', '0.1'),
  cpuLimit: fc.constantFrom('1', '2', '4000m'),
  memoryRequest: fc.constantFrom('100Mi', '102400Ki'),
  memoryLimit: fc.constantFrom('1Gi', '8G', '1024Mi'),
  enableModelcar: maybe(80, fc.constantFrom(true, true, true, false, null)),
  enableOciModelSupport: maybe(20, fc.boolean()),
  ociModelMode: maybe(50, fc.constantFrom('modelcar', 'native', 'fetch', '', null)),
  cpuModelcar: maybe(60, fc.oneof(quantity, fc.constant(''))),
  memoryModelcar: maybe(60, fc.oneof(quantity, fc.constant(''))),
  uidModelcar: maybe(40, fc.constantFrom(0, 1010, 65532, null)),
  ociInsecureRegistry: maybe(20, fc.boolean()),
  caBundleConfigMapName: maybe(40, fc.constantFrom('', 'corp-ca')),
  caBundleVolumeMountPath: maybe(40, fc.constantFrom('', '/etc/pki', '/etc/ssl/custom-certs/')),
  whatever: maybe(5, anyJson),
})

export const configMap: fc.Arbitrary<Fields> = settings.map((fields) => ({
  kind: 'ConfigMap',
  metadata: { namespace: 'kserve' },
  data: { storageInitializer: JSON.stringify(fields), other: '{' },
}))

/** Pods of an InferenceService, most of them with a source. */
export const pod: fc.Arbitrary<Fields> = fc
  .tuple(
    ordinaryPod,
    object({
      labels: oneOf<Fields | undefined>(
        ...Array.from({ length: 8 }, () => ({ [label]: 'demo', app: 'x' })),
        { [label]: '' },
        { app: 'x' },
        undefined,
      ),
      annotations: maybe(
        95,
        uri.map((source) => ({ [annotation]: source, other: 'x' })),
      ),
      namespace: oneOf('models', 'kserve', undefined),
    }),
  )
  .map(([spec, metadata]) => ({ apiVersion: 'v1', kind: 'Pod', metadata, spec }))

export const options: fc.Arbitrary<Fields | undefined> = fc.option(
  object({
    namespace: maybe(30, fc.constantFrom('models', 'kserve')),
    modelcarMode: maybe(30, fc.constantFrom('sidecar', 'native-sidecar')),
    storageUris: maybe(
      40,
      fc.array(
        object({
          uri,
          mountPath: maybe(80, fc.constantFrom('/mnt/models', '/mnt/models/a', '/mnt/models/b', '/opt/x/y', '/data/')),
        }),
        { maxLength: 3 },
      ),
    ),
  }),
  { nil: undefined },
)
