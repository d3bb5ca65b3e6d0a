import fc from 'fast-check'
import {
  type Config,
  initializer,
  isLinked,
  isOurContainer,
  modelsIn,
  mountPathsIn,
  namesIn,
  ourVolumeNames,
  targetContainers,
} from '../config.js'
import { clone, entriesOf, type Fields, fieldsOf, stringsOf } from '../../../src/testing/json.js'
import { kserve012, kserve020 } from '../kserve.js'
import {
  allContainersOf,
  cleanPath,
  envOf,
  type Inject,
  mountsOf,
  type PodSpec,
  volumesOf,
} from '../../../src/testing/pod.js'
import type { Case } from './cases.js'
import { respell } from '../../../src/testing/arbitraries/paths.js'
import { maybe } from '../../../src/testing/arbitraries/values.js'

/** One thing that may have happened to our pieces of a pod: edits a copy of the pod in place. */
type Damage = (spec: PodSpec, config: Config, at: number) => void

const pick = <T>(entries: readonly T[], at: number): T | undefined => entries[at % Math.max(entries.length, 1)]
const ourContainers = (spec: PodSpec, config: Config): Fields[] =>
  allContainersOf(spec).filter(({ name }) => isOurContainer(name, config))
/** Ours but for the storage initializer, whose arguments are pairs and no script. */
const scriptCarriers = (spec: PodSpec, config: Config): Fields[] =>
  ourContainers(spec, config).filter(({ name }) => name !== initializer)
const ourVolumes = (spec: PodSpec, config: Config): Fields[] =>
  volumesOf(spec).filter(({ name }) => ourVolumeNames(spec, config).has(String(name)))
const ourMountsIn = (spec: PodSpec, config: Config, container: Fields): Fields[] =>
  mountsOf(container).filter(({ name }) => ourVolumeNames(spec, config).has(String(name)))
const ourMounts = (spec: PodSpec, config: Config): Fields[] =>
  allContainersOf(spec).flatMap((container) => ourMountsIn(spec, config, container))

function remove(holder: Fields, list: string, entry: unknown): void {
  holder[list] = entriesOf(holder[list]).filter((other) => other !== entry)
}

function duplicate(holder: Fields, list: string, entry: Fields | undefined, at: number): void {
  if (entry === undefined) return
  const entries = entriesOf(holder[list])
  const index = at % (entries.length + 1)
  holder[list] = [...entries.slice(0, index), clone(entry), ...entries.slice(index)]
}

const listWith = (spec: PodSpec, entry: Fields | undefined): string =>
  entriesOf(spec['initContainers']).some((other) => other === entry) ? 'initContainers' : 'containers'

/** What goes wrong with pieces of ours: half of it is there, twice, changed, moved, or of another time. */
export const damages: Readonly<Record<string, Damage>> = {
  'a container is gone'(spec, config, at) {
    const gone = pick(ourContainers(spec, config), at)
    remove(spec, listWith(spec, gone), gone)
  },
  'a container is there twice'(spec, config, at) {
    const twice = pick(ourContainers(spec, config), at)
    duplicate(spec, listWith(spec, twice), twice, at)
  },
  'a volume is gone'(spec, config, at) {
    remove(spec, 'volumes', pick(ourVolumes(spec, config), at))
  },
  'a volume is there twice'(spec, config, at) {
    duplicate(spec, 'volumes', pick(ourVolumes(spec, config), at), at)
  },
  'a mount is gone'(spec, config, at) {
    const gone = pick(ourMounts(spec, config), at)
    for (const container of allContainersOf(spec)) {
      if (mountsOf(container).some((mount) => mount === gone)) remove(container, 'volumeMounts', gone)
    }
  },
  'a mount is there twice, spelt in another way'(spec, config, at) {
    const holder = pick(
      allContainersOf(spec).filter((container) => ourMountsIn(spec, config, container).length > 0),
      at,
    )
    const mount = holder && ourMountsIn(spec, config, holder)[0]
    if (holder === undefined || mount === undefined) return
    duplicate(holder, 'volumeMounts', { ...mount, mountPath: respell(String(mount['mountPath']), at) }, at)
  },
  'a mount is spelt in another way'(spec, config, at) {
    const mount = pick(ourMounts(spec, config), at)
    if (mount !== undefined) mount['mountPath'] = respell(cleanPath(mount['mountPath']), at)
  },
  'a mount is made useless'(spec, config, at) {
    const mount = pick(ourMounts(spec, config), at)
    if (mount !== undefined)
      Object.assign(mount, pick([{ readOnly: true }, { subPath: 'x' }, { mountPropagation: 'HostToContainer' }], at))
  },
  'the volume has another source that can be written to'(spec, config, at) {
    const volume = pick(ourVolumes(spec, config), at)
    if (volume === undefined) return
    delete volume['emptyDir']
    Object.assign(
      volume,
      pick(
        [{}, { emptyDir: { medium: 'Memory' } }, { persistentVolumeClaim: { claimName: 'a' } }, { emptyDir: null }],
        at,
      ),
    )
  },
  'the variable is changed'(spec, _config, at) {
    for (const container of allContainersOf(spec)) {
      const variable = envOf(container).find(({ name }) => name === 'MODEL_INIT_MODE')
      if (variable === undefined) continue
      delete variable['value']
      Object.assign(
        variable,
        pick([{ value: 'sync' }, {}, { valueFrom: { configMapKeyRef: { name: 'm', key: 'k' } } }, { value: '' }], at),
      )
    }
  },
  'the variable is there twice'(spec, config, at) {
    const target = pick(targetContainers(spec, config), at)
    if (target !== undefined) duplicate(target, 'env', { name: 'MODEL_INIT_MODE', value: 'sync' }, at)
  },
  'the variable is gone'(spec) {
    for (const container of allContainersOf(spec)) {
      if (container['env'] === undefined) continue
      container['env'] = envOf(container).filter(({ name }) => name !== 'MODEL_INIT_MODE')
    }
  },
  'the script is of another time'(spec, config, at) {
    const container = pick(scriptCarriers(spec, config), at)
    if (container === undefined) return
    delete container['command']
    container['args'] = ['sh', '-c', 'ln -s /proc/$$$$/root/models /mnt/models && sleep infinity']
  },
  'a container has lost its script'(spec, config, at) {
    const container = pick(ourContainers(spec, config), at)
    if (container === undefined) return
    delete container['command']
    delete container['args']
  },
  'an image volume is of another time'(spec, _config, at) {
    const image = pick(
      volumesOf(spec).filter(({ image }) => image !== undefined),
      at,
    )?.['image']
    if (image !== undefined) fieldsOf(image)['reference'] = 'registry.example/old:0'
  },
  'the initializer fetches something else'(spec, _config, at) {
    for (const container of allContainersOf(spec)) {
      if (container.name !== initializer) continue
      const args = stringsOf(container['args'])
      const pairs = [['oci://old/model:0', '/mnt/old'], ['s3://bucket/model', '/mnt/s3'], args]
      container['args'] = at % 2 === 0 ? [...args, ...(pick(pairs, at) ?? [])] : args.slice(2)
    }
  },
  'the image is of another time'(spec, config, at) {
    const container = pick(ourContainers(spec, config), at)
    if (container !== undefined) container['image'] = 'registry.example/old:0'
  },
  'a container has what it must not have'(spec, config, at) {
    const container = pick(scriptCarriers(spec, config), at)
    if (container === undefined) return
    const extra = [
      { args: ['--more'] },
      { resources: { requests: { cpu: '5m' } } },
      { resources: { limits: { memory: '64Mi' } } },
      { securityContext: { runAsUser: 77 } },
      { imagePullPolicy: 'Never' },
      { terminationMessagePolicy: 'File' },
    ]
    Object.assign(container, clone(pick(extra, at)))
  },
  'a container is in the other list'(spec, config, at) {
    const container = pick(ourContainers(spec, config), at)
    if (container === undefined) return
    const from = listWith(spec, container)
    const to: string = from === 'containers' ? 'initContainers' : 'containers'
    remove(spec, from, container)
    spec[to] = [...entriesOf(spec[to]), container]
  },
  'more models were there'(spec, config, at) {
    for (const container of ourContainers(spec, config)) {
      spec[listWith(spec, container)] = [
        ...entriesOf(spec[listWith(spec, container)]),
        { ...clone(container), name: `${String(container['name'])}-${(at % 3) + 7}` },
      ]
    }
  },
  'process namespaces are apart'(spec, _config, at) {
    if (at % 2 === 0) delete spec['shareProcessNamespace']
    else spec['shareProcessNamespace'] = false
  },
  'lists are in another order'(spec, _config, at) {
    const turn = (holder: Fields, list: string): void => {
      const entries = entriesOf(holder[list])
      if (entries.length > 1)
        holder[list] = [...entries.slice(at % entries.length), ...entries.slice(0, at % entries.length)]
    }
    for (const list of ['containers', 'initContainers', 'volumes']) turn(spec, list)
    for (const container of allContainersOf(spec)) turn(container, 'volumeMounts')
  },
}

/** Things of somebody else that have a name or a path of ours: an injector has to live with them, or refuse the pod. */
export const collisions: Readonly<Record<string, Damage>> = {
  'a container of our name is somebody else’s'(spec, config, at) {
    const { sidecar, initContainer } = namesIn(config)
    const name = pick([sidecar, `${sidecar}-1`, `${sidecar}-2`, initContainer, `${initContainer}-1`], at) ?? sidecar
    const list: string = at % 2 === 0 ? 'containers' : 'initContainers'
    if (allContainersOf(spec).some((container) => container.name === name)) return
    spec[list] = [...entriesOf(spec[list]), { name, image: 'example/other:1', command: ['serve'] }]
  },
  'a volume of our name is somebody else’s'(spec, config, at) {
    const { volume } = namesIn(config)
    const unlinked = modelsIn(config).map(({ path }) => path.slice(1).replaceAll('/', '-'))
    const name = pick(isLinked(config) ? [volume, `${volume}-1`] : unlinked, at)
    // What is no DNS label is nobody's volume.
    if (!/^[a-z0-9-]+$/.test(String(name))) return
    if (volumesOf(spec).some((other) => other['name'] === name)) return
    const source = pick(
      [
        { persistentVolumeClaim: { claimName: 'a', readOnly: true } },
        { secret: { secretName: 'a' } },
        { emptyDir: {} },
      ],
      at,
    )
    spec['volumes'] = [...volumesOf(spec), { name, ...clone(source) }]
  },
  'another volume is mounted at our path'(spec, config, at) {
    const container = pick(allContainersOf(spec), at)
    const path = respell(pick(mountPathsIn(config), at) ?? '/mnt', at)
    if (container === undefined || mountsOf(container).some(({ mountPath }) => mountPath === path)) return
    if (!volumesOf(spec).some(({ name }) => name === 'theirs')) {
      spec['volumes'] = [...volumesOf(spec), { name: 'theirs', emptyDir: {} }]
    }
    container['volumeMounts'] = [...mountsOf(container), { name: 'theirs', mountPath: path }]
  },
  'our volume is a block device'(spec, config, at) {
    const container = pick(allContainersOf(spec), at)
    const { volume } = namesIn(config)
    if (container === undefined || volumesOf(spec).some(({ name }) => name === volume)) return
    spec['volumes'] = [...volumesOf(spec), { name: volume, persistentVolumeClaim: { claimName: 'disk' } }]
    container['volumeDevices'] = [{ name: volume, devicePath: '/dev/disk' }]
  },
  'a debug container mounts our volume'(spec, config) {
    const volume = ourVolumes(spec, config)[0]
    if (volume === undefined || allContainersOf(spec).some(({ name }) => name === 'debugger')) return
    const debug = {
      name: 'debugger',
      image: 'busybox:1',
      volumeMounts: [{ name: volume['name'], mountPath: '/debug' }],
    }
    spec['containers'] = [...spec.containers, debug]
  },
}

const step = (from: Readonly<Record<string, Damage>>) =>
  fc.record({ name: fc.constantFrom(...Object.keys(from)), at: fc.nat(11) }, { noNullPrototype: true })

type Steps = readonly { readonly name: string; readonly at: number }[]

function apply(spec: PodSpec, config: Config, steps: Steps): PodSpec {
  const copy = clone(spec)
  for (const { name, at } of steps) (damages[name] ?? collisions[name])?.(copy, config, at)
  return copy
}

/** Who was here before: this library with the same or another config, or a version of KServe, called once or twice. */
type Predecessor = (podSpec: PodSpec, config: Config, other: Config) => PodSpec

/** Keeps a pod as it is where an injector refuses it. */
const orElse =
  (inject: (podSpec: PodSpec, config: Config) => PodSpec): ((podSpec: PodSpec, config: Config) => PodSpec) =>
  (podSpec, config) => {
    try {
      return inject(podSpec, config)
    } catch {
      return podSpec
    }
  }

/**
 * Cases in which somebody was here before, and what they left has been damaged since: doubled, half removed, reordered,
 * outdated, or mixed with somebody else's things of the same name. `theirs` is the config of the one who was here.
 */
export function damagedCase(
  cases: fc.Arbitrary<Case>,
  others: fc.Arbitrary<Config>,
  inject: (podSpec: PodSpec, config: Config) => PodSpec,
): fc.Arbitrary<Case> {
  const ours = orElse(inject)
  const predecessors: Readonly<Record<string, Predecessor>> = {
    'the same config': ours,
    'another config': (podSpec, _config, other) => ours(podSpec, other),
    'KServe 0.12': (podSpec) => kserve012(podSpec, { image: 'models/iris:1' }),
    'KServe 0.12, called twice': (podSpec) =>
      kserve012(kserve012(podSpec, { image: 'models/iris:1', uid: 1010 }), { image: 'models/iris:1', uid: 1010 }),
    'KServe 0.20': (podSpec) => kserve020(podSpec, { image: 'models/iris:1', uid: 1010 }),
    'KServe 0.12, then 0.20': (podSpec) =>
      kserve020(kserve012(podSpec, { image: 'models/iris:1' }), { image: 'models/iris:2' }),
  }
  return fc
    .record(
      {
        at: cases,
        other: others,
        predecessor: fc.constantFrom(...Object.keys(predecessors)),
        steps: fc.array(step(damages), { maxLength: 3, size: 'max' }),
        collision: maybe(12, step(collisions)),
      },
      { noNullPrototype: true },
    )
    .map(({ at: { podSpec, config }, other, predecessor, steps, collision }) => {
      const theirs: Config = {
        ...other,
        ...(config.names && { names: config.names }),
        ...(config.targets && { targets: config.targets }),
      }
      if (config.names === undefined) delete theirs.names
      const before = predecessors[predecessor]?.(podSpec, config, theirs) ?? podSpec
      return { podSpec: apply(before, config, collision === undefined ? steps : [...steps, collision]), config }
    })
}

/** Keeps the type of an injector with a fixed config. */
export const fixed =
  (inject: (podSpec: PodSpec, config: Config) => PodSpec, config: Config): Inject =>
  (podSpec) =>
    inject(podSpec, config)
