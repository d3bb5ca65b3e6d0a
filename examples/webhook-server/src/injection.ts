import { createInjector, isModelcarError, type Cause } from 'modelcar'
import {
  inferenceServiceLabel,
  resolveInjection,
  sourceUriAnnotation,
  storageInitializerKey,
  type ConfigMapLike,
  type PodLike,
  type Resolution,
} from 'modelcar/kserve'
import type { Settings } from './settings.js'

/** What the environment has to say of an injection, beside KServe's ConfigMap. */
export type Policy = Pick<Settings, 'modelcarMode' | 'securityContext'>

/** Finds the config for a pod by what KServe goes by: the pod's label and annotation, and the ConfigMap. */
export function resolve(
  pod: PodLike,
  configMap: ConfigMapLike,
  { modelcarMode, securityContext }: Policy,
  namespace?: string,
): Resolution {
  const resolution = resolveInjection(pod, configMap, { modelcarMode, namespace })
  if (resolution.config === undefined || securityContext === undefined) return resolution
  return { config: { ...resolution.config, securityContext } }
}

/** Each mode needs other settings, and any pod may ask for any mode by its scheme. */
const schemes = ['oci+modelcar', 'oci+native', 'oci+fetch']

/** What would be refused of the settings later, for one pod or another. */
export function causesIn(configMap: ConfigMapLike, policy: Policy): readonly Cause[] {
  const causes = schemes.flatMap((scheme) => causesOf(podFrom(scheme), configMap, policy))
  return causes.filter(
    ({ field, message }, index) =>
      causes.findIndex((other) => other.field === field && other.message === message) === index,
  )
}

/** Whether a plain `oci://` stays without a model. */
export const isDisabled = (configMap: ConfigMapLike, policy: Policy): boolean =>
  resolve(podFrom('oci'), configMap, policy).skip === 'Disabled'

function causesOf(pod: PodLike, configMap: ConfigMapLike, policy: Policy): readonly Cause[] {
  try {
    const { config } = resolve(pod, configMap, policy)
    if (config !== undefined) createInjector(config)
    return []
  } catch (error) {
    if (!isModelcarError(error)) throw error
    return error.causes.map((cause) => (cause.field === 'runAsUser' ? { ...cause, field: uidSetting } : cause))
  }
}

/** The one setting that a security context can contradict, which KServe knows nothing of. */
const uidSetting = `data.${storageInitializerKey}: uidModelcar`

const podFrom = (scheme: string): PodLike => ({
  metadata: {
    labels: { [inferenceServiceLabel]: 'any' },
    annotations: { [sourceUriAnnotation]: `${scheme}://registry.example/any:1` },
  },
  spec: { containers: [] },
})
