import fc from 'fast-check'
import type { Config, Mode } from '../config.js'
import { cleanPath, isWithin } from '../../../src/testing/pod.js'
import type { Fields } from '../../../src/testing/json.js'
import { modelPath } from '../../../src/testing/arbitraries/paths.js'
import { resources } from '../../../src/testing/arbitraries/quantities.js'
import { distinct, list, maybe, object, oneOf } from '../../../src/testing/arbitraries/values.js'

const digest = `@sha256:${'0123456789abcdef'.repeat(4)}`

/** References of model images: tags, digests, ports, with and without the scheme. */
export const modelImage: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '', 'oci://'),
    fc.constantFrom('', 'registry.example/', 'registry.example:5000/', 'localhost/', '10.0.0.1:80/'),
    fc.constantFrom('team/model', 'models/llama', 'm', 'a/b/c__d', 'x.y-z/w'),
    fc.constantFrom('', ':1', ':latest', ':v1.2_3', digest, `:1${digest}`),
  )
  .map((parts) => parts.join(''))

const securityContext: fc.Arbitrary<Config['securityContext']> = fc.oneof(
  fc.constant('restricted' as const),
  oneOf<Fields>(
    {},
    { readOnlyRootFilesystem: true },
    { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    { capabilities: { drop: ['NET_RAW', 'SYS_ADMIN'] } },
    { seccompProfile: { type: 'RuntimeDefault' } },
    { runAsNonRoot: true },
    { privileged: false, seLinuxOptions: { level: 's0:c1' } },
  ),
)

/** Names for what is added, other than KServe's. */
const names: fc.Arbitrary<NonNullable<Config['names']>> = object({
  sidecar: maybe(50, oneOf('model', 'llama-model')),
  initContainer: maybe(50, oneOf('model-fetch', 'prefetch')),
  volume: maybe(50, oneOf('model-dir', 'models')),
})

/** Paths of several models, none of them within another. */
const apart = (paths: readonly string[]): string[] =>
  paths.reduce<string[]>(
    (kept, path) => (kept.some((other) => isWithin(path, other) || isWithin(other, path)) ? kept : [...kept, path]),
    [],
  )

const source = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(modelImage, maybe(40, modelPath)).map(([image, mountPath]) => ({ image, mountPath })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.array(modelPath, { minLength: 1, maxLength: 4, size: 'max' }),
        fc.uniqueArray(modelImage, { minLength: 4, maxLength: 4, selector: (image) => image.replace('oci://', '') }),
      )
      .map(([paths, images]) => ({
        models: apart(distinct(paths, cleanPath)).map((mountPath, index) => ({ image: images[index], mountPath })),
      })),
  },
)

/** Settings of the mode that has KServe's storage initializer pull the model. */
const fetch: fc.Arbitrary<NonNullable<Config['fetch']>> = object({
  image: maybe(30, oneOf('kserve/storage-initializer:v1', 'registry.example/mirror/initializer')),
  resources: maybe(20, resources.map(onlyPlain)),
  pullSecret: maybe(30, oneOf('registry-key')),
  caBundle: maybe(30, oneOf<unknown>({ configMap: 'ca' }, { configMap: 'ca', mountPath: '/etc/ssl/model' })),
  insecureRegistry: maybe(30, fc.boolean()),
})

/** Where a model is in its image, mostly where it is by default; none of them is near a model's path. */
const sourcePath = maybe(
  25,
  fc.constantFrom('/weights', '/weights/', '/', '/opt-models/a b', "/it's/$HOME", '/var/lib/$$/m'),
)

const template = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }

/** The sources of a link's volume, and those that fetch may have besides. */
const volumeSource = maybe(
  20,
  oneOf<Fields>(
    ...[{ emptyDir: {} }, { emptyDir: { medium: 'Memory' } }, { emptyDir: { sizeLimit: '1Gi', medium: 'Memory' } }],
    ...[{ ephemeral: { volumeClaimTemplate: template } }, { persistentVolumeClaim: { claimName: 'models' } }],
  ),
)

const options = {
  volumeSource,
  sourcePath,
  mode: maybe(60, fc.constantFrom<Mode>('sidecar', 'native-sidecar', 'image-volume', 'fetch')),
  fetch: maybe(20, fetch),
  resources: maybe(
    25,
    fc.oneof({ weight: 5, arbitrary: resources.map(onlyPlain) }, { weight: 1, arbitrary: oneOf({}, { limits: {} }) }),
  ),
  runAsUser: maybe(25, fc.constantFrom(1010, 1000, 65534, 1)),
  runAsGroup: maybe(15, fc.constantFrom(1010, 0, 1000)),
  imagePullPolicy: maybe(25, fc.constantFrom('Always', 'IfNotPresent', 'Never')),
  imagePullSecrets: maybe(
    20,
    list(fc.constantFrom('pull', 'model-pull', 'a'), 2).map((each) => [...new Set(each)]),
  ),
  securityContext: maybe(30, securityContext),
  names: maybe(10, names),
}

/** A model's container needs no device, and none is allowed in a config. */
function onlyPlain(requirements: Fields): Fields {
  const text = JSON.stringify(requirements, (key, value: unknown) => (key === 'nvidia.com/gpu' ? undefined : value))
  return JSON.parse(text) as Fields
}

/** Configs that are right by themselves; the targets are KServe's. */
export const config: fc.Arbitrary<Config> = fc.tuple(source, object(options), fc.nat(24)).map(([from, rest, root]) => {
  const merged = JSON.parse(JSON.stringify({ ...from, ...rest })) as Config
  // KServe's initializer takes nothing else out of an image.
  if (merged.mode === 'fetch') delete merged.sourcePath
  // A claim is one volume, and a link is nothing to keep.
  const hasClaim = merged.volumeSource !== undefined && !('emptyDir' in merged.volumeSource)
  if (hasClaim && (merged.mode !== 'fetch' || merged.models !== undefined)) delete merged.volumeSource
  // UID 0 goes with nothing that asks for another user.
  return root === 0 && merged.securityContext === undefined ? { ...merged, runAsUser: 0 } : merged
})
