import { type Fields, fieldsOf, stringsOf } from '../../src/testing/json.js'
import {
  allContainersOf,
  cleanPath,
  containersOf,
  envOf,
  initContainersOf,
  mountsOf,
  namesOf,
  parentOf,
  type PodSpec,
  volumesOf,
} from '../../src/testing/pod.js'

/** The ways to get a model into a pod. */
export type Mode = 'sidecar' | 'native-sidecar' | 'image-volume' | 'fetch'

/** What `injectModelcar` is configured with, as far as this kit generates and judges it. */
export interface Config {
  image?: string
  models?: { image: string; mountPath: string; sourcePath?: string }[]
  mountPath?: string
  sourcePath?: string
  mode?: Mode
  targets?: string[]
  resources?: { limits?: Fields; requests?: Fields }
  runAsUser?: number
  runAsGroup?: number
  imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never'
  imagePullSecrets?: string[]
  securityContext?: 'restricted' | Fields
  volumeSource?: Fields
  names?: { sidecar?: string; initContainer?: string; volume?: string }
  fetch?: {
    image?: string
    resources?: { limits?: Fields; requests?: Fields }
    pullSecret?: string
    caBundle?: { configMap: string; mountPath?: string }
    insecureRegistry?: boolean
  }
  enabled?: boolean
}

/** KServe's own container, which pulls models in the mode `fetch`. */
export const initializer = 'storage-initializer'

/** A model, where it goes, and the names of what carries it in the modes that link it. */
export interface ExpectedModel {
  readonly image: string
  readonly path: string
  readonly parent: string
  /** Where it is in its image. */
  readonly source: string
  readonly sidecar: string
  readonly initContainer: string
}

/** The mode of a config. */
export const modeIn = ({ mode = 'sidecar' }: Config): Mode => mode

/** Tells whether a config's models are linked out of a running container, through a shared process namespace. */
export const isLinked = (config: Config): boolean => ['sidecar', 'native-sidecar'].includes(modeIn(config))

/** The names of a config, with KServe's as defaults. */
export const namesIn = ({ names = {} }: Config) => ({
  sidecar: names.sidecar ?? 'modelcar',
  initContainer: names.initContainer ?? 'modelcar-init',
  volume: names.volume ?? 'kserve-provision-location',
})

const numbered = (name: string, index: number): string => (index === 0 ? name : `${name}-${index}`)

/** Tells whether a name is a base name, or one with `-1`, `-2`, … behind. */
export const isNumbered = (name: unknown, base: string): boolean =>
  name === base || (String(name).startsWith(`${base}-`) && /^[1-9]\d*$/.test(String(name).slice(base.length + 1)))

/** Tells whether a container's name is one that a config's containers may have. */
export const isOurContainer = (name: unknown, config: Config): boolean =>
  isNumbered(name, namesIn(config).sidecar) ||
  isNumbered(name, namesIn(config).initContainer) ||
  (modeIn(config) === 'fetch' && name === initializer)

/** Lists a config's models with their clean paths and the names that their containers must have. */
export function modelsIn(config: Config): ExpectedModel[] {
  const { sidecar, initContainer } = namesIn(config)
  const models: NonNullable<Config['models']> = config.models ?? [
    { image: config.image ?? '', mountPath: config.mountPath ?? '/mnt/models' },
  ]
  return models.map(({ image, mountPath, sourcePath }, index) => ({
    image: image.replace(/^oci:\/\//, ''),
    path: cleanPath(mountPath),
    parent: parentOf(mountPath),
    source: cleanPath(sourcePath ?? config.sourcePath ?? '/models'),
    sidecar: numbered(sidecar, index),
    initContainer: numbered(initContainer, index),
  }))
}

/** Where a config's targets get a mount: the parents of the models' paths where they are linked, else the paths. */
export const mountPathsIn = (config: Config): string[] => [
  ...new Set(modelsIn(config).map(({ parent, path }) => (isLinked(config) ? parent : path))),
]

/** A container that a config adds, and the list it belongs in. */
export interface Carrier {
  readonly list: 'containers' | 'initContainers'
  readonly name: string
  /** Undefined for the one that carries all models. */
  readonly model: ExpectedModel | undefined
  /** Whether it makes the link, and so has to have the targets' user. */
  readonly isLink: boolean
}

/** Lists the containers that a config adds. */
export function carriersIn(config: Config): Carrier[] {
  const models = modelsIn(config)
  switch (modeIn(config)) {
    case 'sidecar':
      return models.flatMap((model) => [
        { list: 'containers', name: model.sidecar, model, isLink: true },
        { list: 'initContainers', name: model.initContainer, model, isLink: false },
      ])
    case 'native-sidecar':
      return models.map((model) => ({ list: 'initContainers', name: model.sidecar, model, isLink: true }))
    case 'fetch':
      return [{ list: 'initContainers', name: initializer, model: undefined, isLink: false }]
    case 'image-volume':
      return []
  }
}

/** Names of the containers that read the model: the config's, or by KServe's rule. */
export function targetsIn(podSpec: PodSpec, config: Config): string[] {
  if (config.targets !== undefined) return config.targets
  const names = namesOf(containersOf(podSpec))
  const server = ['kserve-container', 'worker-container'].find((name) => names.includes(name))
  if (server === undefined) return ['kserve-container']
  return names.includes('transformer-container') ? [server, 'transformer-container'] : [server]
}

/** The containers that read the model: in containers, or in init containers that are native sidecars. */
export const targetContainers = (podSpec: PodSpec, config: Config): Fields[] =>
  targetsIn(podSpec, config).flatMap((name) => {
    const sidecars = initContainersOf(podSpec).filter(({ restartPolicy }) => restartPolicy === 'Always')
    const found = [...containersOf(podSpec), ...sidecars].find((container) => container.name === name)
    return found === undefined ? [] : [found]
  })

/**
 * Tells whether a volume may be named after a path: KServe writes dashes for slashes, and where that makes no DNS label, the
 * name has to begin with what is left of it.
 */
function isNamedAfter(name: unknown, path: unknown): boolean {
  const plain = cleanPath(path).slice(1).replaceAll('/', '-')
  const label = plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return name === plain || (label !== plain && String(name).startsWith(label.slice(0, 20)))
}

const fetchesModels = (container: Fields): boolean =>
  container['name'] === initializer && stringsOf(container['args']).some((arg) => arg.startsWith('oci://'))

/**
 * Names of the volumes in a pod that an injection with the config's names may have made, whatever its mode was: by their
 * number, by their place, as an image volume named after its path, or as one that the storage initializer fills.
 */
export function ourVolumeNames(podSpec: PodSpec, config: Config): Set<string> {
  const paths = mountPathsIn(config)
  const images = volumesOf(podSpec).filter(({ image }) => Object.keys(fieldsOf(image)).length > 0)
  const names = volumesOf(podSpec)
    .map(({ name }) => String(name))
    .filter((name) => isNumbered(name, namesIn(config).volume))
  const targets = new Set<Fields>(targetContainers(podSpec, config))
  for (const container of allContainersOf(podSpec)) {
    for (const { name, mountPath, subPath } of mountsOf(container)) {
      const path = cleanPath(mountPath)
      const isShown =
        subPath === 'models' || modelsIn(config).some((model) => [model.path, model.parent].includes(path))
      const isImage = isShown && isNamedAfter(name, mountPath) && namesOf(images).includes(String(name))
      const isOurPlace = !isLinked(config) && paths.includes(path) && targets.has(container)
      if (isImage || isOurPlace || isOfFetch(container, name, mountPath)) names.push(String(name))
    }
  }
  return new Set(names)
}

/** Tells whether the storage initializer has a volume for what it fetches, or for how it does that. */
const isOfFetch = (container: Fields, volume: unknown, mountPath: unknown): boolean =>
  container['name'] === initializer &&
  (['kserve-oci-fetch-docker-config', 'cabundle-cert'].includes(String(volume)) ||
    stringsOf(container['args']).some((arg) => arg.startsWith('/') && meanings(arg).includes(cleanPath(mountPath))))

/** The paths that an argument may be meant as: as it stands, or as the kubelet gives it to the container. */
const meanings = (argument: string): string[] => [argument, argument.split('$$').join('$')].map(cleanPath)

/** Tells whether a container, in the pod it stands in, may be one that an injection made or added to. */
export const isOursIn = (container: Fields, config: Config): boolean =>
  isOurContainer(container['name'], config) || fetchesModels(container)

/** Tells whether a pod holds nothing of ours: none of a config's names and paths, none of its variables. */
export function isFresh(podSpec: PodSpec, config: Config): boolean {
  const containers = allContainersOf(podSpec)
  const paths = mountPathsIn(config)
  const volumes = namesOf(volumesOf(podSpec))
  return (
    !containers.some((container) => isOursIn(container, config) || container.name === initializer) &&
    ourVolumeNames(podSpec, config).size === 0 &&
    !modelsIn(config).some(({ path }) => volumes.some((name) => isNamedAfter(name, path))) &&
    !containers.some((container) =>
      mountsOf(container).some(({ mountPath }) => paths.includes(cleanPath(mountPath))),
    ) &&
    !containers.some((container) => envOf(container).some(({ name }) => name === 'MODEL_INIT_MODE'))
  )
}
