export { injectModelcar, planModelcar, createInjector, applyOverlay, planOverlay, compileOverlay } from './inject.js'
export type { Injector, Operation, Plan } from './inject.js'
export { preferred } from './overlay/overlay.js'
export type { NamedOverlay, Overlay, OverlayObject, PodSpecOverlay, Preferred } from './overlay/overlay.js'
export { listMapKeys } from './merge/schema.js'
export {
  ModelcarError,
  ModelcarConfigError,
  ModelcarPodSpecError,
  ModelcarConflictError,
  isModelcarError,
} from './errors.js'
export type { Cause, ConfigCauseCode, ConflictCode, ErrorCode, PodSpecCauseCode } from './errors.js'
export type { Warning, WarningCode } from './plan/warnings.js'
export type {
  FetchConfig,
  ModelcarConfig,
  ModelConfig,
  NamesConfig,
  QuantitiesConfig,
  ResourcesConfig,
  SecurityContextConfig,
} from './config/config.js'
export type { ModeName } from './modes/names.js'
export type { ContainerLike, EnvVarLike, PodSpecLike, VolumeLike, VolumeMountLike } from './pod-spec.js'
export { mapPodSpecs } from './workload/map-pod-specs.js'
export type {
  MapPodSpecsOptions,
  MappedPodSpecs,
  PodSpecMap,
  PodSpecPlace,
  UnknownObject,
} from './workload/map-pod-specs.js'
export type { ObjectMetaLike, PodLike } from './workload/pod-like.js'
