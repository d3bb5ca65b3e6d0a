import type { PodSpecLike } from '../kubernetes/pod-spec.js'

/** As much of a `v1.ObjectMeta` as is of use to an injection. */
export interface ObjectMetaLike {
  readonly name?: string | undefined
  readonly namespace?: string | undefined
  readonly labels?: Readonly<Record<string, string>> | undefined
  readonly annotations?: Readonly<Record<string, string>> | undefined
}

/** A `v1.Pod`, or the `v1.PodTemplateSpec` of a workload. */
export interface PodLike {
  readonly metadata?: ObjectMetaLike | undefined
  readonly spec?: PodSpecLike | undefined
}
