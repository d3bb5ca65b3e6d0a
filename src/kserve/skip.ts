/**
 * Why a pod gets no model from this library. The list is closed.
 *
 * | reason | holds where |
 * | --- | --- |
 * | `NoLabel` | the pod is not one of an InferenceService, so KServe's webhook would let it through |
 * | `NoSource` | nothing says where the model comes from |
 * | `NotOci` | the model is no OCI image, so KServe's storage initializer fetches it |
 * | `LocalModel` | the model is in the node's cache, from where KServe mounts it |
 * | `ModelAgent` | an agent in the pod fetches the models; only of `storageUris`, as in KServe's controller |
 * | `Disabled` | KServe's configuration has no OCI mode; of a plain `oci://` its storage initializer takes care then, and a pod with `oci+…://` starts without a model, without a word from KServe |
 */
export const skipReasons = {
  NoLabel: 'the pod has no label serving.kserve.io/inferenceservice',
  NoSource: 'nothing says where the model comes from',
  NotOci: 'the model does not come from an OCI image',
  LocalModel: "the model comes from the node's cache",
  ModelAgent: 'an agent in the pod fetches the models',
  Disabled: 'the ConfigMap has neither ociModelMode nor enableModelcar nor enableOciModelSupport',
} as const

/** A reason out of {@link skipReasons}. */
export type SkipReason = keyof typeof skipReasons
