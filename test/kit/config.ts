import type { Fields } from './json.js'
import { cleanPath, containersOf, initContainersOf, namesOf, parentOf, type PodSpec } from './pod.js'

/** What `injectModelcar` is configured with, as far as this kit generates and judges it. */
export interface Config {
  image?: string
  models?: { image: string; mountPath: string }[]
  mountPath?: string
  mode?: 'sidecar'
  targets?: string[]
  resources?: { limits?: Fields; requests?: Fields }
  runAsUser?: number
  runAsGroup?: number
  imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never'
  imagePullSecrets?: string[]
  securityContext?: 'restricted' | Fields
  names?: { sidecar?: string; initContainer?: string; volume?: string }
  enabled?: boolean
}

/** A model, and the names of what carries it. */
export interface ExpectedModel {
  readonly image: string
  readonly path: string
  readonly parent: string
  readonly sidecar: string
  readonly initContainer: string
}

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
  isNumbered(name, namesIn(config).sidecar) || isNumbered(name, namesIn(config).initContainer)

/** Tells whether a volume's name is one that a config's volumes may have. */
export const isOurVolume = (name: unknown, config: Config): boolean => isNumbered(name, namesIn(config).volume)

/** Lists a config's models with their clean paths and the names that their containers must have. */
export function modelsIn(config: Config): ExpectedModel[] {
  const { sidecar, initContainer } = namesIn(config)
  const models = config.models ?? [{ image: config.image ?? '', mountPath: config.mountPath ?? '/mnt/models' }]
  return models.map(({ image, mountPath }, index) => ({
    image: image.replace(/^oci:\/\//, ''),
    path: cleanPath(mountPath),
    parent: parentOf(mountPath),
    sidecar: numbered(sidecar, index),
    initContainer: numbered(initContainer, index),
  }))
}

/** The directories that a config's models share with their targets. */
export const mountPathsIn = (config: Config): string[] => [...new Set(modelsIn(config).map(({ parent }) => parent))]

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

/** Tells whether a pod holds nothing of ours: none of a config's names and paths, none of its variables. */
export function isFresh(podSpec: PodSpec, config: Config): boolean {
  const text = JSON.stringify([podSpec['volumes'], podSpec.containers, podSpec['initContainers']] satisfies unknown[])
  const { sidecar, initContainer, volume } = namesIn(config)
  return ![sidecar, initContainer, volume, ...mountPathsIn(config), 'MODEL_INIT_MODE'].some((word) =>
    text.includes(word),
  )
}
