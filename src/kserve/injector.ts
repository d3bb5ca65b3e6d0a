import { parseConfig } from '../cast.js'
import type { Causes } from '../input/check.js'
import { ModelcarConfigError } from '../errors.js'
import { createInjector, type Injector } from '../inject.js'
import type { PodLike } from '../workload/pod-like.js'
import { namingOrigins } from './check-config.js'
import { configFor } from './config-for.js'
import type { Part } from './config.js'
import { lastUsed } from './last-used.js'
import { readFields, readModelcarMode, readPodOptions, type KServePodOptions, type ModelcarMode } from './options.js'
import { overriddenOrigin, readOverrides, type KServeOverrides } from './overrides.js'
import { readSettings, type ConfigMapLike } from './settings.js'
import type { SkipReason } from './skip.js'

/** What is chosen once, beside KServe's configuration. */
export interface KServeInjectorOptions {
  /** What KServe's mode `modelcar` becomes. Default: `sidecar`. */
  readonly modelcarMode?: ModelcarMode | undefined
  /**
   * What every config gets besides. Each field counts as a whole, in place of what KServe's configuration and the pod have there: `fetch` takes the
   * place of its image, amounts, CA bundle and pull secret. Default: nothing.
   */
  readonly overrides?: KServeOverrides | undefined
}

/** The injector for a pod, or the reason why the pod gets no model. */
export type KServeInjection =
  | { readonly injector: Injector; readonly skip?: undefined }
  | { readonly injector?: undefined; readonly skip: SkipReason }

/** KServe's configuration, read once, for any number of pods. Its function needs no `this`. */
export interface KServeInjector {
  /**
   * Finds the injector for a pod.
   *
   * @param pod - a pod, or a workload's pod template; it is not written to, and nothing of it is kept.
   * @param options - see {@link KServePodOptions}.
   * @throws `ModelcarConfigError` and `ModelcarPodSpecError`, as `resolveInjection` does, and for overrides that contradict the pod's
   * config.
   */
  readonly injectorFor: <T extends PodLike>(pod: T, options?: KServePodOptions) => KServeInjection
}

/** How many injectors are kept. A cluster has about as many as it has models. */
const keptInjectors = 256
/** In UTF-16 units. A config of ten models at long paths has some 3,000. */
const longestKey = 4096

const known = ['modelcarMode', 'overrides']

/**
 * Reads, checks and compiles KServe's configuration, for servers that see many pods: what comes out gives for each pod what
 * `createInjector` makes of the config of {@link resolveInjection}.
 *
 * The last 256 injectors are kept, each under the whole config that it was compiled from: the pod's image or images, its pull
 * secret and its namespace's CA bundle count. One that was compiled for another pod is used only where all of that is the same. A
 * config of more than 4,096 characters is compiled for each pod anew.
 *
 * @param configMap - the ConfigMap `inferenceservice-config`, or its `data`; it is read once. For a changed one, create another.
 * @param options - see {@link KServeInjectorOptions}.
 * @throws `ModelcarConfigError` with every fault of the options, and of the settings for which KServe takes no pod at all: a text that
 * is no JSON, a setting of the wrong type, a quantity that is none, an unknown mode. What only one mode has a use for, such as the
 * path of the CA bundle, is told by `injectorFor` for the pods of that mode.
 *
 * @example
 * const storageInitializer = JSON.stringify({
 *   image: 'kserve/storage-initializer:latest',
 *   ...{ cpuRequest: '100m', cpuLimit: '1', memoryRequest: '100Mi', memoryLimit: '1Gi' },
 *   enableModelcar: true,
 * })
 * const configMap = { data: { storageInitializer } }
 * const pod = {
 *   metadata: {
 *     labels: { [inferenceServiceLabel]: 'iris' },
 *     annotations: { [sourceUriAnnotation]: 'oci://registry.example/team/model:1' },
 *   },
 *   spec: { containers: [{ name: 'kserve-container' }] },
 * }
 * const { injectorFor } = createKServeInjector(configMap, { overrides: { runAsGroup: 1010 } })
 * const { injector, skip } = injectorFor(pod)
 * console.log(injector?.inject(pod.spec).containers.length, skip) //=> 2 undefined
 */
export function createKServeInjector(configMap: ConfigMapLike, options?: KServeInjectorOptions): KServeInjector {
  const causes: Causes = []
  const given = readFields(causes, options, known)
  const modelcarMode = readModelcarMode(causes, given)
  const overrides = readOverrides(causes, given.overrides)
  const settings = readSettings(causes, configMap)
  if (
    causes.length > 0 ||
    // Stryker disable next-line ConditionalExpression: then there are causes; the compiler does not see that.
    settings === undefined
  )
    throw new ModelcarConfigError(causes, 0, 'kserve')

  const configuration = { settings: () => settings, modelcarMode }
  const kept = lastUsed<Injector>(keptInjectors, longestKey)
  /** The key is all that the injector is made from, so that nothing of a pod is kept with it, not even by its texts. */
  const compile = (part: Part, key: string): Injector => {
    const origin = overriddenOrigin(overrides, part.origin)
    return namingOrigins(origin, () => createInjector({ ...parseConfig(key), ...overrides }))
  }
  return {
    injectorFor: (pod, podOptions) => {
      const faults: Causes = []
      const { part, skip } = configFor(faults, pod, readPodOptions(faults, podOptions), configuration)
      if (part === undefined) return { skip }
      const key = JSON.stringify(part.config)
      return { injector: kept(key, () => compile(part, key)) }
    },
  }
}
