/**
 * Reads what KServe goes by: the pod's label and annotation, and the ConfigMap `inferenceservice-config`. {@link resolveInjection} gives a
 * config or the reason why there is none, {@link injectForKServe} injects at once, and {@link createKServeInjector} reads the ConfigMap once
 * for many pods.
 *
 * @module modelcar/kserve
 */
export { injectForKServe } from './inject.js'
export { createKServeInjector } from './injector.js'
export type { KServeInjection, KServeInjector, KServeInjectorOptions } from './injector.js'
export { resolveInjection } from './resolve.js'
export type { Resolution } from './resolve.js'
export type { KServeOptions, KServePodOptions, ModelcarMode, StorageUri } from './options.js'
export type { KServeOverrides } from './overrides.js'
export type { ObjectMetaLike, PodLike } from '../workload/pod-like.js'
export type { ConfigMapLike } from './settings.js'
export { skipReasons } from './skip.js'
export type { SkipReason } from './skip.js'
export {
  agentAnnotation,
  configMapName,
  globalCaBundleConfigMap,
  inferenceServiceLabel,
  kserveNamespace,
  localModelLabel,
  maxOciSources,
  sourceUriAnnotation,
  storageInitializerFields,
  storageInitializerKey,
} from './names.js'
