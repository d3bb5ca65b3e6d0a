/**
 * Puts a model, packed as an OCI image, into a Kubernetes pod spec. {@link injectModelcar} gives the pod spec with the model,
 * {@link planModelcar} says what it would do and warn of, and {@link createInjector} checks the config once for many pods.
 * {@link ejectModelcar} takes the model out again, {@link mapPodSpecs} finds the pod spec in a workload, and {@link compileOverlay} does the
 * same for a sidecar of your own. What is thrown is told by {@link isModelcarError}.
 *
 * @module modelcar
 */
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
  CapabilitiesConfig,
  ProfileConfig,
  SELinuxConfig,
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
