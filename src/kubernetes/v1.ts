/*
 * The types of `core/v1` that people write overlays for, as their YAML has them. Every field is optional but those that tell an
 * entry from the others. Texts stay `string` where Kubernetes may add a value, so what other libraries declare fits in here.
 */

/** An amount of a resource: `10m`, `1.5`, `512Mi`. */
export type Quantity = string | number

/** Amounts by the name of the resource. */
export interface Quantities {
  [resource: string]: Quantity
}

/** `v1.ResourceRequirements`: what a container is given at least, and at most. */
export interface ResourceRequirements {
  limits?: Quantities | undefined
  requests?: Quantities | undefined
  claims?: { name: string; request?: string | undefined }[] | undefined
}

/** `v1.ConfigMapKeySelector` and `v1.SecretKeySelector`: one key of one object. */
export interface KeyReference {
  name?: string | undefined
  key: string
  optional?: boolean | undefined
}

/** `meta/v1.LabelSelectorRequirement`: `In`, `NotIn`, `Exists`, `DoesNotExist`. */
export interface LabelRequirement {
  key: string
  operator: string
  values?: string[] | undefined
}

/** `meta/v1.LabelSelector`. */
export interface LabelSelector {
  matchLabels?: { [label: string]: string } | undefined
  matchExpressions?: LabelRequirement[] | undefined
}

/** `v1.EnvVarSource`: where the value of a variable comes from; one of these. */
export interface EnvVarSource {
  fieldRef?: { fieldPath: string; apiVersion?: string | undefined } | undefined
  resourceFieldRef?:
    { resource: string; containerName?: string | undefined; divisor?: Quantity | undefined } | undefined
  configMapKeyRef?: KeyReference | undefined
  secretKeyRef?: KeyReference | undefined
  fileKeyRef?: { volumeName: string; path: string; key: string; optional?: boolean | undefined } | undefined
}

/** `v1.EnvVar`, known by its name. */
export interface EnvVar {
  name: string
  value?: string | undefined
  valueFrom?: EnvVarSource | undefined
}

/** `v1.EnvFromSource`: every key of a ConfigMap or Secret as a variable. */
export interface EnvFromSource {
  prefix?: string | undefined
  configMapRef?: { name?: string | undefined; optional?: boolean | undefined } | undefined
  secretRef?: { name?: string | undefined; optional?: boolean | undefined } | undefined
}

/** `v1.ContainerPort`, known by its number and protocol. */
export interface ContainerPort {
  containerPort: number
  protocol?: string | undefined
  name?: string | undefined
  hostPort?: number | undefined
  hostIP?: string | undefined
}

/** `v1.VolumeMount`, known by its path. */
export interface VolumeMount {
  mountPath: string
  name: string
  readOnly?: boolean | undefined
  recursiveReadOnly?: string | undefined
  subPath?: string | undefined
  subPathExpr?: string | undefined
  mountPropagation?: string | undefined
}

/** `v1.ExecAction`: a command in the container. */
export interface ExecAction {
  command?: string[] | undefined
}

/** `v1.HTTPGetAction`: a request to the container. */
export interface HTTPGetAction {
  port: string | number
  path?: string | undefined
  host?: string | undefined
  scheme?: string | undefined
  httpHeaders?: { name: string; value: string }[] | undefined
}

/** `v1.TCPSocketAction`: a connection to the container. */
export interface TCPSocketAction {
  port: string | number
  host?: string | undefined
}

/** `v1.Probe`: how the kubelet sees whether a container has started, is ready, or lives. */
export interface Probe {
  exec?: ExecAction | undefined
  httpGet?: HTTPGetAction | undefined
  tcpSocket?: TCPSocketAction | undefined
  grpc?: { port: number; service?: string | undefined } | undefined
  initialDelaySeconds?: number | undefined
  timeoutSeconds?: number | undefined
  periodSeconds?: number | undefined
  successThreshold?: number | undefined
  failureThreshold?: number | undefined
  terminationGracePeriodSeconds?: number | undefined
}

/** `v1.LifecycleHandler`: one of these. */
export interface LifecycleHandler {
  exec?: ExecAction | undefined
  httpGet?: HTTPGetAction | undefined
  tcpSocket?: TCPSocketAction | undefined
  sleep?: { seconds: number } | undefined
}

/** `v1.Lifecycle`: what happens after a container has started, and before it is stopped. */
export interface Lifecycle {
  postStart?: LifecycleHandler | undefined
  preStop?: LifecycleHandler | undefined
  stopSignal?: string | undefined
}

/** A seccomp or AppArmor profile. */
export interface Profile {
  type: string
  localhostProfile?: string | undefined
}

/** `v1.SELinuxOptions`. */
export interface SELinuxOptions {
  user?: string | undefined
  role?: string | undefined
  type?: string | undefined
  level?: string | undefined
}

/** `v1.WindowsSecurityContextOptions`. */
export interface WindowsOptions {
  runAsUserName?: string | undefined
  hostProcess?: boolean | undefined
  gmsaCredentialSpec?: string | undefined
  gmsaCredentialSpecName?: string | undefined
}

/** What a security context of a pod and one of a container have in common. */
export interface CommonSecurityContext {
  runAsUser?: number | undefined
  runAsGroup?: number | undefined
  runAsNonRoot?: boolean | undefined
  seccompProfile?: Profile | undefined
  appArmorProfile?: Profile | undefined
  seLinuxOptions?: SELinuxOptions | undefined
  windowsOptions?: WindowsOptions | undefined
}

/** `v1.SecurityContext`: a container's own, which goes before the pod's. */
export interface SecurityContext extends CommonSecurityContext {
  allowPrivilegeEscalation?: boolean | undefined
  capabilities?: { add?: string[] | undefined; drop?: string[] | undefined } | undefined
  privileged?: boolean | undefined
  procMount?: string | undefined
  readOnlyRootFilesystem?: boolean | undefined
}

/** `v1.PodSecurityContext`: of all containers that say nothing else. */
export interface PodSecurityContext extends CommonSecurityContext {
  fsGroup?: number | undefined
  fsGroupChangePolicy?: string | undefined
  seLinuxChangePolicy?: string | undefined
  supplementalGroups?: number[] | undefined
  supplementalGroupsPolicy?: string | undefined
  sysctls?: { name: string; value: string }[] | undefined
}

/** `v1.Container`, known by its name. */
export interface Container {
  name: string
  image?: string | undefined
  imagePullPolicy?: string | undefined
  command?: string[] | undefined
  args?: string[] | undefined
  workingDir?: string | undefined
  env?: EnvVar[] | undefined
  envFrom?: EnvFromSource[] | undefined
  ports?: ContainerPort[] | undefined
  resources?: ResourceRequirements | undefined
  resizePolicy?: { resourceName: string; restartPolicy: string }[] | undefined
  restartPolicy?: string | undefined
  restartPolicyRules?:
    { action: string; exitCodes?: { operator: string; values?: number[] | undefined } | undefined }[] | undefined
  volumeMounts?: VolumeMount[] | undefined
  volumeDevices?: { name: string; devicePath: string }[] | undefined
  livenessProbe?: Probe | undefined
  readinessProbe?: Probe | undefined
  startupProbe?: Probe | undefined
  lifecycle?: Lifecycle | undefined
  securityContext?: SecurityContext | undefined
  terminationMessagePath?: string | undefined
  terminationMessagePolicy?: string | undefined
  stdin?: boolean | undefined
  stdinOnce?: boolean | undefined
  tty?: boolean | undefined
}
