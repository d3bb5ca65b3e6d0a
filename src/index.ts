export {
  injectModelcar,
  planModelcar,
  createInjector,
  ejectModelcar,
  planEject,
  applyOverlay,
  planOverlay,
  compileOverlay,
} from './inject.js'
export type { Injector, Operation, Plan } from './inject.js'
export { includes, preferred } from './overlay/overlay.js'
export type { Includes, InitTargets, Preferred } from './overlay/overlay.js'
export type { Overlay, OverlayPart } from './overlay/typed.js'
export type {
  Container,
  ContainerPort,
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  ExecAction,
  HTTPGetAction,
  KeyReference,
  LabelRequirement,
  LabelSelector,
  Lifecycle,
  LifecycleHandler,
  PodSecurityContext,
  Probe,
  Profile,
  Quantities,
  Quantity,
  ResourceRequirements,
  SecurityContext,
  SELinuxOptions,
  TCPSocketAction,
  VolumeMount,
  WindowsOptions,
} from './kubernetes/v1.js'
export type {
  NodeAffinity,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
  PodSpec,
  Toleration,
  TopologySpreadConstraint,
} from './kubernetes/v1-pod-spec.js'
export type {
  DownwardAPIFile,
  KeyToPath,
  PersistentVolumeClaimTemplate,
  Volume,
  VolumeProjection,
} from './kubernetes/v1-volume.js'
export { listMapKeys } from './kubernetes/schema.js'
export {
  ModelcarError,
  ModelcarConfigError,
  ModelcarPodSpecError,
  ModelcarConflictError,
  isModelcarError,
} from './errors.js'
export type {
  AnyModelcarError,
  Cause,
  ConfigCauseCode,
  ConflictCode,
  ErrorCode,
  PodSpecCauseCode,
  Subject,
} from './errors.js'
export type { Warning, WarningCode } from './overlay/plan/warnings.js'
export type {
  FetchConfig,
  DisabledConfig,
  ModelcarConfig,
  ModelcarOptions,
  ModelConfig,
  NamesConfig,
  OneModelConfig,
  QuantitiesConfig,
  ResourcesConfig,
  SecurityContextConfig,
  SeveralModelsConfig,
  VolumeSourceConfig,
} from './modelcar/config/config.js'
export type { EjectOptions } from './modelcar/eject.js'
export type { ModeName } from './modelcar/modes/names.js'
export type { ContainerLike, EnvVarLike, PodSpecLike, VolumeLike, VolumeMountLike } from './kubernetes/pod-spec.js'
export { mapPodSpecs } from './workload/map-pod-specs.js'
export type { MappedPodSpecs, PodSpecMap, PodSpecPlace, UnknownObject } from './workload/map-pod-specs.js'
export type { MapPodSpecsOptions } from './workload/options.js'
export type { ObjectMetaLike, PodLike } from './workload/pod-like.js'
