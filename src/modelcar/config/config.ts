import type { ModeName } from '../modes/names.js'

/** Requests and limits of a container, as quantities: `'10m'`, `'15Mi'`, `2`. */
export interface ResourcesConfig {
  readonly limits?: QuantitiesConfig | undefined
  readonly requests?: QuantitiesConfig | undefined
}

/** Amounts by resource name. Devices and hugepages are nothing for a container that only holds a model. */
export interface QuantitiesConfig {
  readonly cpu?: string | number | undefined
  readonly memory?: string | number | undefined
  readonly 'ephemeral-storage'?: string | number | undefined
}

/** A `v1.SecurityContext` for our containers. */
export interface SecurityContextConfig {
  readonly allowPrivilegeEscalation?: boolean | undefined
  readonly appArmorProfile?: { readonly type: string; readonly localhostProfile?: string | undefined } | undefined
  readonly capabilities?:
    { readonly add?: readonly string[] | undefined; readonly drop?: readonly string[] | undefined } | undefined
  readonly privileged?: boolean | undefined
  readonly procMount?: string | undefined
  readonly readOnlyRootFilesystem?: boolean | undefined
  readonly runAsGroup?: number | undefined
  readonly runAsNonRoot?: boolean | undefined
  readonly runAsUser?: number | undefined
  readonly seLinuxOptions?:
    | {
        readonly level?: string | undefined
        readonly role?: string | undefined
        readonly type?: string | undefined
        readonly user?: string | undefined
      }
    | undefined
  readonly seccompProfile?: { readonly type: string; readonly localhostProfile?: string | undefined } | undefined
}

/** One model: its image, and where the server finds it. */
export interface ModelConfig {
  /** The image reference, plain or with `oci://` in front. */
  readonly image: string
  /** An absolute path. Default: `/mnt/models`. */
  readonly mountPath?: string | undefined
  /** Where the model is in its image. Default: the config's `sourcePath`. */
  readonly sourcePath?: string | undefined
}

/** Which model goes into a pod, and how. Every field but `image` (or `models`) has a default; unknown fields are errors. */
export interface ModelcarConfig {
  /** The model's image, plain or with `oci://` in front. Required, unless there is `models`. */
  readonly image?: string | undefined
  /** Several models, in place of `image` and `mountPath`. */
  readonly models?: readonly ModelConfig[] | undefined
  /**
   * Where the server finds the model. In the sidecar modes the parent of this path becomes a volume, which hides what the
   * server's image has there, so it may not be `/` or a system directory. Default: `/mnt/models`.
   */
  readonly mountPath?: string | undefined
  /**
   * Where the model is in its image, of every model that does not say it itself: an absolute path apart from `/proc`, `/sys`, `/dev`, `/run`
   * and `/var/run`, or `/` for the whole image. Not in mode `fetch`, whose storage initializer takes `/models` alone. Default: `/models`.
   */
  readonly sourcePath?: string | undefined
  /** Default: `sidecar`. */
  readonly mode?: ModeName | undefined
  /**
   * Names of the containers that read the model, looked for in containers, then in init containers with
   * `restartPolicy: Always`. Default: KServe's rule, which is `kserve-container`, else `worker-container`, and
   * `transformer-container` where there is one.
   */
  readonly targets?: readonly string[] | undefined
  /** Resources of our containers. Default: `10m` and `15Mi`, requests and limits, where the pod has none; `{}` for none. */
  readonly resources?: ResourcesConfig | undefined
  /** UID of the sidecar and the targets; the kernel lets the server read the model only where UID and GID are equal. */
  readonly runAsUser?: number | undefined
  /** GID of the sidecar and the targets. */
  readonly runAsGroup?: number | undefined
  /** Of our containers. Default: left to the cluster. */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined
  /** Names of pull secrets for the model's image, added to the pod's. */
  readonly imagePullSecrets?: readonly string[] | undefined
  /** Of our containers; `'restricted'` for one that passes the Pod Security Standard of that name. */
  readonly securityContext?: 'restricted' | SecurityContextConfig | undefined
  /** Names of what we add; further models get `-1`, `-2`, … behind. Default: KServe's names. */
  readonly names?: NamesConfig | undefined
  /**
   * The source of the volumes that models are linked in, or fetched to: an `emptyDir` with `medium` and `sizeLimit`; in mode `fetch` also an
   * `ephemeral` volume, or, of one model, a claim. Default: `{ emptyDir: {} }`, where the pod has none: a preference, so an earlier source
   * stays.
   */
  readonly volumeSource?: VolumeSourceConfig | undefined
  /** Of the `fetch` mode only. */
  readonly fetch?: FetchConfig | undefined
  /** `false` gives every pod back as it is. Default: `true`. */
  readonly enabled?: boolean | undefined
}

/** The source of a volume: one of these fields. */
export interface VolumeSourceConfig {
  readonly emptyDir?:
    { readonly medium?: string | undefined; readonly sizeLimit?: string | number | undefined } | undefined
  /** Mode `fetch` only: a claim that lives as long as the pod, as `volumeClaimTemplate` says. */
  readonly ephemeral?: { readonly volumeClaimTemplate?: object | undefined } | undefined
  /** Mode `fetch` with one model only. */
  readonly persistentVolumeClaim?: { readonly claimName: string; readonly readOnly?: boolean | undefined } | undefined
}

/** The `fetch` mode: KServe's storage initializer pulls the image into an empty directory. */
export interface FetchConfig {
  /** Default: `kserve/storage-initializer:latest`, where the pod has none. */
  readonly image?: string | undefined
  /** Default: requests 100m and 100Mi, limits 1 and 1Gi, where the pod has none. */
  readonly resources?: ResourcesConfig | undefined
  /** A secret of type `kubernetes.io/dockerconfigjson`. Default: the first of `imagePullSecrets`. */
  readonly pullSecret?: string | undefined
  /** A ConfigMap with CA certificates for the registry, and where it is mounted: by default at `/etc/ssl/custom-certs`. */
  readonly caBundle?: { readonly configMap: string; readonly mountPath?: string | undefined } | undefined
  /** Whether the registry is talked to without TLS. Default: `false`. */
  readonly insecureRegistry?: boolean | undefined
}

/** Names of what is added to the pod: DNS labels. */
export interface NamesConfig {
  /** Default: `modelcar`. */
  readonly sidecar?: string | undefined
  /** Default: `modelcar-init`. */
  readonly initContainer?: string | undefined
  /** Default: `kserve-provision-location`. */
  readonly volume?: string | undefined
}
