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
 * const admitted = injectForKServe(pod, configMap, { namespace: request.namespace })
 */
export function injectForKServe<T extends PodLike>(pod: T, configMap: ConfigMapLike, options?: KServeOptions): T {
  const { config } = resolveInjection(pod, configMap, options)
  if (config === undefined) return pod
  const spec = injectModelcar(asPodSpec(pod.spec), config)
  return spec === pod.spec ? pod : { ...pod, spec }
}
