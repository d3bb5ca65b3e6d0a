import type { PodSpecLike } from '../kubernetes/pod-spec.js'

/** As much of a `v1.ObjectMeta` as is of use to an injection. */
export interface ObjectMetaLike {
  /** The name; a pod template, or a pod with `generateName`, may have none. */
  readonly name?: string | undefined
  /** The namespace of the object. */
  readonly namespace?: string | undefined
  /** Labels, by their keys. */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Annotations, by their keys. */
  readonly annotations?: Readonly<Record<string, string>> | undefined
}

/** A `v1.Pod`, or the `v1.PodTemplateSpec` of a workload. */
export interface PodLike {
  /** Name, namespace, labels and annotations. */
  readonly metadata?: ObjectMetaLike | undefined
  /** The pod spec. */
  readonly spec?: PodSpecLike | undefined
}
