import fc from 'fast-check'
import {
  cleanPath,
  containersOf,
  initContainersOf,
  mountsOf,
  type PodSpec,
  volumesOf,
} from '../../../src/testing/pod.js'
import { clone, type Fields } from '../../../src/testing/json.js'
import { type Config, initializer, modelsIn, namesIn } from '../config.js'
import type { Case } from './cases.js'
import { maybe } from '../../../src/testing/arbitraries/values.js'

/*
 * Storage initializers that were there before: as KServe makes them, for one scheme or for two, or as others do; half of it, or twice.
 */

/** A path in a storage initializer's arguments: as KServe writes it, or as the kubelet gives it back. */
const spelt = (path: string, isEscaped: boolean): string => (isEscaped ? path.replaceAll('$', () => '$$') : path)

/** Where the bundle and the secret may be, beside their own places: at a model's path, under it, over it. */
const placesBy = (model: string, own: string): string[] => [own, own, model, `${model}/inside`, '/opt/elsewhere']

const secretVolume = 'kserve-oci-fetch-docker-config'
const bundleVolume = 'cabundle-cert'

interface Pair {
  readonly uri: string
  readonly path: string
}

/** What an initializer fetches: models of the config, of another time, and things with other schemes. */
const pairs = (config: Config): fc.Arbitrary<readonly Pair[]> => {
  const models = modelsIn(config)
  const [first] = models
  const ours = models.map(({ image, path }) => ({ uri: `oci://${image}`, path }))
  const others: Pair[] = [
    { uri: 'oci://registry.example/old:0', path: first?.path ?? '/mnt/models' },
    { uri: 'oci://registry.example/old:0', path: '/mnt/old' },
    { uri: 'oci://registry.example/old:0', path: '/mnt/$(OLD)' },
    { uri: 's3://bucket/adapter', path: '/mnt/adapter' },
    { uri: 'hf://org/model', path: '/opt/hf' },
    { uri: 's3://bucket/base', path: '/mnt/models' },
    { uri: 's3://bucket/other', path: '/mnt/a-b' },
  ]
  const conflicting = { uri: 'gs://bucket/model', path: first?.path ?? '/mnt/models' }
  return fc
    .tuple(fc.shuffledSubarray([...ours, ...ours, ...others]), fc.nat(11))
    .map(([chosen, at]) => (at === 0 ? [...chosen, conflicting] : chosen))
}

/** What is there of a secret or bundle: all, or with something missing. */
const parts = fc.constantFrom('all', 'all', 'no volume', 'no mount', 'no variable', 'none', 'none')

interface Extra {
  readonly what: string
  readonly path: string
  readonly isEscaped: boolean
}

const extra = (config: Config, own: string): fc.Arbitrary<Extra> => {
  const [model] = modelsIn(config)
  return fc.record({
    what: parts,
    path: fc.constantFrom(...placesBy(model?.path ?? '/mnt/models', own)),
    isEscaped: fc.boolean(),
  })
}

const append = (holder: Fields, list: string, ...entries: readonly Fields[]): void => {
  const there = holder[list]
  if (entries.length > 0) holder[list] = [...(Array.isArray(there) ? (there as Fields[]) : []), ...entries]
}

function addExtra(
  spec: PodSpec,
  container: Fields,
  name: string,
  source: Fields,
  env: readonly Fields[],
  it: Extra,
): void {
  if (it.what === 'none') return
  if (it.what !== 'no volume' && !volumesOf(spec).some((volume) => volume['name'] === name))
    append(spec, 'volumes', { name, ...clone(source) })
  const isFree = !mountsOf(container).some(({ mountPath }) => cleanPath(mountPath) === cleanPath(it.path))
  if (it.what !== 'no volume' && it.what !== 'no mount' && isFree)
    append(container, 'volumeMounts', { name, mountPath: it.path, readOnly: true })
  if (it.what !== 'no variable') append(container, 'env', ...env)
}

/** Puts an initializer into a pod. */
const withInitializer = ({ podSpec, config }: Case): fc.Arbitrary<Case> =>
  fc
    .record(
      {
        pairs: pairs(config),
        isEscaped: fc.boolean(),
        hasMounts: fc.constantFrom(true, true, false),
        shares: fc.boolean(),
        isLasting: fc.nat(4).map((at) => at === 0),
        secret: extra(config, '/mnt/oci-fetch-auth'),
        bundle: extra(config, '/etc/ssl/custom-certs'),
        insecure: maybe(30, fc.constantFrom('true', 'false')),
        sidecar: fc.nat(9),
        isFirst: fc.boolean(),
        twice: fc.nat(19),
      },
      { noNullPrototype: true },
    )
    .map((made) => {
      const spec = clone(podSpec)
      if (initContainersOf(spec).some(({ name }) => name === initializer)) return { podSpec: spec, config }
      const container: Fields & { name: string } = { name: initializer, image: 'kserve/storage-initializer:v0.20' }
      const args = made.pairs.flatMap(({ uri, path }) => [uri, spelt(path, made.isEscaped)])
      if (args.length > 0) container['args'] = args
      if (made.hasMounts) {
        const others = made.pairs.filter(({ uri }) => made.shares && !uri.startsWith('oci://'))
        const source = made.isLasting ? { persistentVolumeClaim: { claimName: 'theirs' } } : { emptyDir: {} }
        mountShared(spec, container, others, config, source)
        const byPath = made.pairs.filter((pair) => !others.includes(pair))
        mountModels(spec, container, byPath, config, source)
      }
      addExtra(
        spec,
        container,
        secretVolume,
        { secret: { secretName: 'old', defaultMode: 256, items: [{ key: '.dockerconfigjson', path: 'config.json' }] } },
        [{ name: 'KSERVE_OCI_DOCKER_CONFIG', value: `${made.secret.path}/config.json` }],
        made.secret,
      )
      addExtra(
        spec,
        container,
        bundleVolume,
        { configMap: { name: 'old-ca' } },
        [
          { name: 'CA_BUNDLE_CONFIGMAP_NAME', value: 'old-ca' },
          { name: 'CA_BUNDLE_VOLUME_MOUNT_POINT', value: spelt(made.bundle.path, made.bundle.isEscaped) },
        ],
        made.bundle,
      )
      if (made.insecure !== undefined)
        append(container, 'env', { name: 'KSERVE_OCI_INSECURE_REGISTRY', value: made.insecure })
      if (made.sidecar < 2) {
        container['restartPolicy'] = 'Always'
        const policies = [
          { resourceName: 'cpu', restartPolicy: 'NotRequired' },
          { resourceName: 'memory', restartPolicy: 'RestartContainer' },
        ]
        if (made.sidecar === 0) container['resizePolicy'] = policies
      }
      const others = initContainersOf(spec)
      const all = made.twice === 0 ? [container, clone(container)] : [container]
      spec['initContainers'] = made.isFirst ? [...all, ...others] : [...others, ...all]
      return { podSpec: spec, config }
    })

/** Puts the mount of a volume into the initializer and into the server, and the volume into the pod, where that is free. */
function mount(spec: PodSpec, holders: readonly Fields[], it: Mounted, source: Fields): void {
  const { name, path, isOnce } = it
  if (volumesOf(spec).every((volume) => volume['name'] !== name)) append(spec, 'volumes', { name, ...clone(source) })
  holders.forEach((holder, index) => {
    const isFree = mountsOf(holder).every(
      (each) => cleanPath(each['mountPath']) !== path && (!isOnce || each['name'] !== name),
    )
    const readOnly = it.isReadOnly && index > 0 ? { readOnly: true } : {}
    if (isFree) append(holder, 'volumeMounts', { name, mountPath: path, ...readOnly })
  })
}

interface Mounted {
  readonly name: string
  readonly path: string
  readonly isOnce: boolean
  readonly isReadOnly: boolean
}

/** The initializer, and the server where there is one. */
const holdersIn = (spec: PodSpec, container: Fields, config: Config): readonly Fields[] => [
  container,
  ...containersOf(spec)
    .filter(({ name }) => (config.targets ?? ['kserve-container']).includes(name))
    .slice(0, 1),
]

/** What KServe mounts for an image: in the initializer and in the server, a volume that is named after the path. */
function mountModels(spec: PodSpec, container: Fields, fetched: readonly Pair[], config: Config, source: Fields): void {
  for (const path of new Set(fetched.map((pair) => pair.path))) {
    const plain = path.slice(1).replaceAll('/', '-')
    const name = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(plain) ? plain : 'fetched'
    const it = { name, path, isOnce: name === 'fetched', isReadOnly: false }
    mount(spec, holdersIn(spec, container, config), it, source)
  }
}

/** What KServe mounts for everything else: one volume, of the name that its modelcars have, over all of it; read-only in the server. */
function mountShared(spec: PodSpec, container: Fields, fetched: readonly Pair[], config: Config, source: Fields): void {
  const [first, ...others] = fetched.map(({ path }) => path)
  if (first === undefined) return
  let path = first
  while (path !== '' && others.some((other) => !`${other}/`.startsWith(`${path}/`)))
    path = path.slice(0, path.lastIndexOf('/'))
  if (path === '') return
  const it = { name: namesIn(config).volume, path, isOnce: false, isReadOnly: true }
  mount(spec, holdersIn(spec, container, config), it, source)
}

/** Cases in which a storage initializer was there before. */
export const withInitializers = (cases: fc.Arbitrary<Case>): fc.Arbitrary<Case> => cases.chain(withInitializer)

const fetchPath = fc.constantFrom(
  ...['/mnt/models', '/mnt/models', '/mnt', '/mnt/oci-fetch-auth', '/etc/ssl/custom-certs', '/opt/models'],
  ...['/mnt/models/lora', '/mnt/a/b', '/mnt/$(KUBERNETES_SERVICE_HOST)/m', '/mnt/a$$b', '/mnt/a$b', '/opt/models/$'],
)

/** Configs of the mode fetch whose secret and bundle come near a model's path; those that are wrong by themselves are refused. */
export const fetchConfig: fc.Arbitrary<Config> = fc
  .record(
    {
      paths: fc.uniqueArray(fetchPath, { minLength: 1, maxLength: 2 }),
      pullSecret: maybe(40, fc.constantFrom('s', 't')),
      caBundle: maybe(
        50,
        fc.constantFrom(
          { configMap: 'c' },
          { configMap: 'd', mountPath: '/opt/models' },
          { configMap: 'c', mountPath: '/opt/models/ca' },
          { configMap: 'c', mountPath: '/mnt/models' },
          { configMap: 'c', mountPath: '/etc/$(CA_BUNDLE_CONFIGMAP_NAME)/x$$y' },
        ),
      ),
      insecureRegistry: maybe(30, fc.boolean()),
      image: maybe(20, fc.constant('registry.example/initializer:2')),
    },
    { noNullPrototype: true },
  )
  .map(
    ({ paths, ...fetch }) =>
      JSON.parse(
        JSON.stringify({
          mode: 'fetch',
          models: paths.map((mountPath, index) => ({ image: `registry.example/team/m${index}:1`, mountPath })),
          fetch,
        }),
      ) as Config,
  )
