import type { Causes } from '../input/check.js'
import type { ModelcarConfig } from '../modelcar/config/config.js'
import type { PodLike } from '../workload/pod-like.js'
import { checkConfig } from './check-config.js'
import { configFor } from './config-for.js'
import { readOptions, type KServeOptions } from './options.js'
import { readSettings, type ConfigMapLike } from './settings.js'
import type { SkipReason } from './skip.js'

/** What KServe's way of asking for a model comes to: a config, or the reason why there is none. */
export type Resolution =
  | { readonly config: ModelcarConfig; readonly skip?: undefined }
  | { readonly config?: undefined; readonly skip: SkipReason }

/**
 * Reads which model a pod gets, and how, from what KServe goes by: the pod's label and annotation, the scheme of the URI, and
 * the ConfigMap `inferenceservice-config`. What comes out is what KServe does; where it is careless (an unknown `oci+…://`
 * scheme, models below each other, two modes in one pod) it is an error.
 *
 * @param pod - a pod, or a workload's pod template; both its metadata and its spec are read.
 * @param configMap - the ConfigMap `inferenceservice-config`, or its `data`.
 * @param options - see {@link KServeOptions}.
 * @returns a config for `injectModelcar`, which may be changed or added to, or a reason out of a closed list.
 * @throws `ModelcarConfigError` with every fault of the ConfigMap, the URIs and the options, at fields such as
 * `data.storageInitializer: ociModelMode`; `ModelcarPodSpecError` for malformed metadata.
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
 * const { config, skip } = resolveInjection(pod, configMap)
 * console.log(config, skip) //=> { mode: 'sidecar', image: 'oci://registry.example/team/model:1' } undefined
 * console.log(resolveInjection({ spec: pod.spec }, configMap).skip) //=> NoLabel
 */
export function resolveInjection<T extends PodLike>(
  pod: T,
  configMap: ConfigMapLike,
  options?: KServeOptions,
): Resolution {
  const causes: Causes = []
  const { modelcarMode, ...asked } = readOptions(causes, options)
  const settings = (faults: Causes) => readSettings(faults, configMap)
  const { part, skip } = configFor(causes, pod, asked, { settings, modelcarMode })
  if (part === undefined) return { skip }
  checkConfig(part)
  return { config: part.config }
}
