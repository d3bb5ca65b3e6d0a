/*
 * The names by which KServe says which model a pod gets (pkg/constants, pkg/types/config.go).
 */

/** The ConfigMap with KServe's settings, in KServe's own namespace. */
export const configMapName = 'inferenceservice-config'

/** The namespace that KServe is installed in, where nothing says otherwise. */
export const kserveNamespace = 'kserve'

/** The key of that ConfigMap whose value is a JSON text with the settings of model images. */
export const storageInitializerKey = 'storageInitializer'

/** The fields of that text. Go reads them in any case: `CPUMODELCAR` is `cpuModelcar`. */
export const storageInitializerFields = [
  'image',
  'cpuRequest',
  'cpuLimit',
  'memoryRequest',
  'memoryLimit',
  'cpuModelcar',
  'memoryModelcar',
  'uidModelcar',
  'enableModelcar',
  'enableOciModelSupport',
  'ociModelMode',
  'ociInsecureRegistry',
  'caBundleConfigMapName',
  'caBundleVolumeMountPath',
] as const

/** The label of every pod of an InferenceService; KServe's webhook lets pods without it through. */
export const inferenceServiceLabel = 'serving.kserve.io/inferenceservice'

/** The annotation in which KServe's controller says where the model comes from. */
export const sourceUriAnnotation = 'internal.serving.kserve.io/storage-initializer-sourceuri'

/** The label of a pod whose model is in the node's cache; KServe mounts a claim then. */
export const localModelLabel = 'internal.serving.kserve.io/localmodel'

/** The annotation of a pod in which an agent fetches the models. */
export const agentAnnotation = 'internal.serving.kserve.io/agent'

/** The ConfigMap that has the CA bundle in every namespace but KServe's own. */
export const globalCaBundleConfigMap = 'global-ca-bundle'

/** How many model images KServe takes in one pod. */
export const maxOciSources = 10
