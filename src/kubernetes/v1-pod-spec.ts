import type {
  Container,
  LabelRequirement,
  LabelSelector,
  PodSecurityContext,
  Quantities,
  ResourceRequirements,
} from './v1.js'
import type { Volume } from './v1-volume.js'

/** `v1.Toleration`. */
export interface Toleration {
  key?: string | undefined
  operator?: string | undefined
  value?: string | undefined
  effect?: string | undefined
  tolerationSeconds?: number | undefined
}

/** `v1.NodeSelectorTerm`. */
export interface NodeSelectorTerm {
  matchExpressions?: LabelRequirement[] | undefined
  matchFields?: LabelRequirement[] | undefined
}

/** `v1.PodAffinityTerm`. */
export interface PodAffinityTerm {
  topologyKey: string
  labelSelector?: LabelSelector | undefined
  namespaceSelector?: LabelSelector | undefined
  namespaces?: string[] | undefined
  matchLabelKeys?: string[] | undefined
  mismatchLabelKeys?: string[] | undefined
}

/** Terms of which all have to hold, and terms that are only weighed. */
export interface PodAffinity {
  requiredDuringSchedulingIgnoredDuringExecution?: PodAffinityTerm[] | undefined
  preferredDuringSchedulingIgnoredDuringExecution?: { weight: number; podAffinityTerm: PodAffinityTerm }[] | undefined
}

/** `v1.NodeAffinity`. */
export interface NodeAffinity {
  requiredDuringSchedulingIgnoredDuringExecution?: { nodeSelectorTerms: NodeSelectorTerm[] } | undefined
  preferredDuringSchedulingIgnoredDuringExecution?: { weight: number; preference: NodeSelectorTerm }[] | undefined
}

/** `v1.TopologySpreadConstraint`, known by its key and what is done where it does not hold. */
export interface TopologySpreadConstraint {
  topologyKey: string
  whenUnsatisfiable: string
  maxSkew: number
  minDomains?: number | undefined
  labelSelector?: LabelSelector | undefined
  matchLabelKeys?: string[] | undefined
  nodeAffinityPolicy?: string | undefined
  nodeTaintsPolicy?: string | undefined
}

/** A pod spec of Kubernetes 1.37, with the fields that an overlay may want to say something of. */
export interface PodSpec {
  containers: Container[]
  initContainers?: Container[] | undefined
  volumes?: Volume[] | undefined
  imagePullSecrets?: { name?: string | undefined }[] | undefined
  shareProcessNamespace?: boolean | undefined
  hostNetwork?: boolean | undefined
  hostPID?: boolean | undefined
  hostIPC?: boolean | undefined
  hostUsers?: boolean | undefined
  restartPolicy?: string | undefined
  activeDeadlineSeconds?: number | undefined
  terminationGracePeriodSeconds?: number | undefined
  resources?: ResourceRequirements | undefined
  resourceClaims?:
    | { name: string; resourceClaimName?: string | undefined; resourceClaimTemplateName?: string | undefined }[]
    | undefined
  overhead?: Quantities | undefined
  securityContext?: PodSecurityContext | undefined
  serviceAccountName?: string | undefined
  automountServiceAccountToken?: boolean | undefined
  enableServiceLinks?: boolean | undefined
  nodeName?: string | undefined
  nodeSelector?: { [label: string]: string } | undefined
  affinity?:
    | {
        nodeAffinity?: NodeAffinity | undefined
        podAffinity?: PodAffinity | undefined
        podAntiAffinity?: PodAffinity | undefined
      }
    | undefined
  tolerations?: Toleration[] | undefined
  topologySpreadConstraints?: TopologySpreadConstraint[] | undefined
  schedulerName?: string | undefined
  schedulingGates?: { name: string }[] | undefined
  readinessGates?: { conditionType: string }[] | undefined
  runtimeClassName?: string | undefined
  priority?: number | undefined
  priorityClassName?: string | undefined
  preemptionPolicy?: string | undefined
  os?: { name: string } | undefined
  hostname?: string | undefined
  hostnameOverride?: string | undefined
  subdomain?: string | undefined
  setHostnameAsFQDN?: boolean | undefined
  hostAliases?: { ip?: string | undefined; hostnames?: string[] | undefined }[] | undefined
  dnsPolicy?: string | undefined
  dnsConfig?:
    | {
        nameservers?: string[] | undefined
        searches?: string[] | undefined
        options?: { name?: string | undefined; value?: string | undefined }[] | undefined
      }
    | undefined
}
