import type { ModeName } from '../modes/names.js'

/** Requests and limits of a container, as quantities: `'10m'`, `'15Mi'`, `2`. */
export interface ResourcesConfig {
  /** At most so much. */
  readonly limits?: QuantitiesConfig | undefined
  /** At least so much. */
  readonly requests?: QuantitiesConfig | undefined
}

/** Amounts by resource name. Devices and hugepages are nothing for a container that only holds a model. */
export interface QuantitiesConfig {
  /** Cores: `'10m'`, `2`. */
  readonly cpu?: string | number | undefined
  /** Bytes: `'15Mi'`. */
  readonly memory?: string | number | undefined
  /** Bytes of the node's disk. */
  readonly 'ephemeral-storage'?: string | number | undefined
}

/** A `v1.SecurityContext` for our containers. What it does not name is left alone. */
export interface SecurityContextConfig {
  /** Whether a process may gain more privileges than its parent. `false` goes with neither `privileged` nor `SYS_ADMIN`. */
  readonly allowPrivilegeEscalation?: boolean | undefined
  /** The AppArmor profile of the container. */
  readonly appArmorProfile?: ProfileConfig | undefined
  /** Linux capabilities, as in `'NET_ADMIN'`, or `'ALL'`. */
  readonly capabilities?: CapabilitiesConfig | undefined
  /** Whether the container runs as a privileged one, which is root on the node. */
  readonly privileged?: boolean | undefined
  /** How `/proc` is mounted: `'Default'`, or `'Unmasked'`, which takes a pod with `hostUsers: false`. */
  readonly procMount?: string | undefined
  /** Whether the container cannot write to its own root file system. */
  readonly readOnlyRootFilesystem?: boolean | undefined
  /** GID of our containers alone, from 0 to 2147483647. */
  readonly runAsGroup?: number | undefined
  /** Whether the kubelet refuses to start the container as root. */
  readonly runAsNonRoot?: boolean | undefined
  /** UID of our containers alone, from 0 to 2147483647. */
  readonly runAsUser?: number | undefined
  /** The SELinux label of the container. */
  readonly seLinuxOptions?: SELinuxConfig | undefined
  /** The seccomp profile of the container. */
  readonly seccompProfile?: ProfileConfig | undefined
}

/** An AppArmor or seccomp profile. */
export interface ProfileConfig {
  /** `'RuntimeDefault'`, `'Unconfined'` or `'Localhost'`. */
  readonly type: string
  /** With `type: 'Localhost'`, and only then: the name of an AppArmor profile, or a path relative to the kubelet's seccomp folder. */
  readonly localhostProfile?: string | undefined
}

/** Linux capabilities of a container. */
export interface CapabilitiesConfig {
  /** Capabilities beside those that the runtime gives. */
  readonly add?: readonly string[] | undefined
  /** Capabilities that the runtime gives and the container is not to have. */
  readonly drop?: readonly string[] | undefined
}

/** The parts of an SELinux label. */
export interface SELinuxConfig {
  /** The level part of the label. */
  readonly level?: string | undefined
  /** The role part of the label. */
  readonly role?: string | undefined
  /** The type part of the label. */
  readonly type?: string | undefined
  /** The user part of the label. */
  readonly user?: string | undefined
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

/**
 * Which model goes into a pod, and how: `image`, or `models` for several, and any of the {@link ModelcarOptions}, which all have a
 * default. Unknown fields are errors.
 */
// Of what is none of them the compiler tells what the last one lacks.
export type ModelcarConfig = DisabledConfig | SeveralModelsConfig | OneModelConfig

/** A config of one model. */
export interface OneModelConfig extends ModelcarOptions {
  /** The model's image, plain or with `oci://` in front. Required, unless there is `models`. */
  readonly image: string
  /**
   * Where the server finds the model. In the sidecar modes the parent of this path becomes a volume, which hides what the
   * server's image has there, so it may not be `/` or a system directory. Default: `/mnt/models`.
   */
  readonly mountPath?: string | undefined
  /** Several models, in place of `image` and `mountPath`. At least one. */
  readonly models?: undefined
}

/** A config of several models. */
export interface SeveralModelsConfig extends ModelcarOptions {
  /** Several models, in place of `image` and `mountPath`. At least one. */
  readonly models: readonly ModelConfig[]
  /** Not beside `models`: each of these has its own. */
  readonly image?: undefined
  /** Not beside `models`: each of these has its own. */
  readonly mountPath?: undefined
}

/** A config that is switched off needs no model: nothing else of it is looked at. */
export interface DisabledConfig extends ModelcarOptions {
  /** `false` gives every pod back as it is. */
  readonly enabled: false
  /** A config with a model is one of the others, switched off or not. */
  readonly image?: undefined
  /** A config with a model is one of the others, switched off or not. */
  readonly models?: undefined
  /** A config with a model is one of the others, switched off or not. */
  readonly mountPath?: undefined
}

/** What a config may say beside its models. */
export interface ModelcarOptions {
  /**
   * Where the model is in its image, of every model that does not say it itself: an absolute path apart from `/proc`, `/sys`, `/dev`, `/run`
   * and `/var/run`, or `/` for the whole image. Not in mode `fetch`, whose storage initializer takes `/models` alone. Default: `/models`.
   */
  readonly sourcePath?: string | undefined
  /**
   * How the model gets into the pod. Default: `sidecar`.
   *
   * - `sidecar`: a container of the model's image keeps running, and links the model into a volume that it shares with the server.
   *   Works on every version of Kubernetes; the containers of the pod see each other's processes.
   * - `native-sidecar`: the same as an init container with `restartPolicy: Always`, which starts before the server and does not keep a Job
   *   from completing. Kubernetes 1.29 or newer.
   * - `image-volume`: the kubelet mounts the image as a read-only volume. No container, no shared processes. Kubernetes 1.35 or newer, or
   *   1.33 with the feature gate `ImageVolume`; containerd 2.2 or CRI-O 1.33.
   * - `fetch`: KServe's storage initializer pulls the image into an empty directory, or into the `volumeSource`, before the server starts.
   *   Works everywhere, and the node or the volume holds a second copy of the model.
   */
  readonly mode?: ModeName | undefined
  /**
   * Names of the containers that read the model, looked for in containers, then in init containers with
   * `restartPolicy: Always`. Default: KServe's rule, which is `kserve-container`, else `worker-container`, and
   * `transformer-container` where there is one.
   */
  readonly targets?: readonly string[] | undefined
  /**
   * Resources of the containers that the two sidecar modes add; in mode `fetch` `fetch.resources` counts. Default: `10m` and `15Mi`, requests
   * and limits, where the pod has none; `{}` for none.
   */
  readonly resources?: ResourcesConfig | undefined
  /** UID of the sidecar and the targets; the kernel lets the server read the model only where UID and GID are equal. */
  readonly runAsUser?: number | undefined
  /** GID of the sidecar and the targets. */
  readonly runAsGroup?: number | undefined
  /** Of what is added. Default: left to the cluster; in mode `image-volume` `IfNotPresent`, where the pod has none. */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined
  /** Names of pull secrets for the model's image, added to the pod's. */
  readonly imagePullSecrets?: readonly string[] | undefined
  /**
   * Of our containers; `'restricted'` for one that passes the Pod Security Standard of that name. It has `runAsNonRoot: true` and no user: where
   * the model's image is root, set `runAsUser` and `runAsGroup` too, or the kubelet does not start it.
   */
  readonly securityContext?: 'restricted' | SecurityContextConfig | undefined
  /** Names of what the two sidecar modes add; further models get `-1`, `-2`, … behind. Default: KServe's names. */
  readonly names?: NamesConfig | undefined
  /**
   * The source of the volumes that models are linked in, or fetched to: an `emptyDir` with `medium` and `sizeLimit`; in mode `fetch` also an
   * `ephemeral` volume, or, of one model, a claim, which nothing here empties. Default: `{ emptyDir: {} }`, where the pod has none: a
   * preference, so an earlier source stays.
   */
  readonly volumeSource?: VolumeSourceConfig | undefined
  /** Of the `fetch` mode only. */
  readonly fetch?: FetchConfig | undefined
  /** `false` gives every pod back as it is. Default: `true`. */
  readonly enabled?: boolean | undefined
}

/** The source of a volume: one of these fields. */
export interface VolumeSourceConfig {
  /** An empty directory of the node, or with `medium: 'Memory'` of its memory, which counts against the limit of whoever writes. */
  readonly emptyDir?:
    | {
        /** `'Memory'` for the node's memory. Default: the node's disk. */
        readonly medium?: string | undefined
        /** The most that it may hold: `'10Gi'`. Default: no limit of its own. */
        readonly sizeLimit?: string | number | undefined
      }
    | undefined
  /** Mode `fetch` only: a claim that lives as long as the pod, as `volumeClaimTemplate` says. */
  readonly ephemeral?:
    | {
        /** A `v1.PersistentVolumeClaimTemplate`: the `spec` of the claim, and its `metadata`. */
        readonly volumeClaimTemplate?: object | undefined
      }
    | undefined
  /** Mode `fetch` with one model only: a claim that is there already. */
  readonly persistentVolumeClaim?:
    | {
        /** The name of the claim, in the namespace of the pod. */
        readonly claimName: string
        /** Not `true`: the storage initializer has to write into it. */
        readonly readOnly?: boolean | undefined
      }
    | undefined
}

/** The storage initializer of mode `fetch`. */
export interface FetchConfig {
  /** Default: `kserve/storage-initializer:latest`, where the pod has none. */
  readonly image?: string | undefined
  /** Default: requests 100m and 100Mi, limits 1 and 1Gi, where the pod has none. */
  readonly resources?: ResourcesConfig | undefined
  /** A secret of type `kubernetes.io/dockerconfigjson`. Default: the first of `imagePullSecrets`. */
  readonly pullSecret?: string | undefined
  /** A ConfigMap with CA certificates for the registry, and where it is mounted: by default at `/etc/ssl/custom-certs`. */
  readonly caBundle?:
    | {
        /** The name of the ConfigMap, in the namespace of the pod. */
        readonly configMap: string
        /** An absolute path in the storage initializer. Default: `/etc/ssl/custom-certs`. */
        readonly mountPath?: string | undefined
      }
    | undefined
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
