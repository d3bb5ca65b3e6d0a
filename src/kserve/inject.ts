import { asPodSpec } from '../cast.js'
import { injectModelcar } from '../inject.js'
import type { PodLike } from '../workload/pod-like.js'
import type { KServeOptions } from './options.js'
import { resolveInjection } from './resolve.js'
import type { ConfigMapLike } from './settings.js'

/**
 * Puts the model into a pod that KServe asks it for: {@link resolveInjection} and `injectModelcar` in one call.
 *
 * @param pod - a pod, or a workload's pod template.
 * @param configMap - the ConfigMap `inferenceservice-config`, or its `data`.
 * @param options - see {@link KServeOptions}.
 * @returns the pod with another `spec`, or `pod` itself where nothing is to be done. The input is not written to; a class
 * instance comes back as a plain object of the same JSON.
 * @throws what `resolveInjection` and `injectModelcar` throw.
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
 * const injected = injectForKServe(pod, configMap)
 * console.log(injected.spec.containers.map(({ name }) => name)) //=> [ 'kserve-container', 'modelcar' ]
 * console.log(injectForKServe(injected, configMap) === injected) //=> true
 */
export function injectForKServe<T extends PodLike>(pod: T, configMap: ConfigMapLike, options?: KServeOptions): T {
  const { config } = resolveInjection(pod, configMap, options)
  if (config === undefined) return pod
  const spec = injectModelcar(asPodSpec(pod.spec), config)
  return spec === pod.spec ? pod : { ...pod, spec }
}
