/*
 * The parts of a pod spec that the library reads, in a form that the classes and interfaces of client-node, kubernetes-types,
 * kubernetes-models and cdk8s, `as const` literals and parsed JSON fit without a cast: everything readonly, optional fields
 * with `| undefined`, no index signature, and `object` where every field would be optional (TypeScript refuses an argument that
 * has none of them).
 */

/** An entry of a container's `env`. */
export interface EnvVarLike {
  readonly name: string
  readonly value?: string | undefined
}

/** An entry of a container's `volumeMounts`. */
export interface VolumeMountLike {
  readonly name: string
  readonly mountPath: string
  readonly readOnly?: boolean | undefined
  readonly subPath?: string | undefined
}

/** A container or init container. */
export interface ContainerLike {
  readonly name: string
  readonly image?: string | undefined
  readonly command?: readonly string[] | undefined
  readonly args?: readonly string[] | undefined
  readonly env?: readonly EnvVarLike[] | undefined
  readonly volumeMounts?: readonly VolumeMountLike[] | undefined
  readonly securityContext?: object | undefined
  readonly restartPolicy?: string | undefined
}

/** A volume, with the sources that the library writes. */
export interface VolumeLike {
  readonly name: string
  readonly emptyDir?: object | undefined
  readonly image?: object | undefined
}

/** A `v1.PodSpec`, as far as this library is concerned. Unknown fields pass through untouched. */
export interface PodSpecLike {
  readonly containers: readonly ContainerLike[]
  readonly initContainers?: readonly ContainerLike[] | undefined
  readonly volumes?: readonly VolumeLike[] | undefined
  readonly shareProcessNamespace?: boolean | undefined
}
