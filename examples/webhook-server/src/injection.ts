import { isModelcarError, type Cause } from 'modelcar'
import type { AdmissionRequestLike, ResolvedSource } from 'modelcar/admission'
import {
  createKServeInjector,
  inferenceServiceLabel,
  sourceUriAnnotation,
  type ConfigMapLike,
  type KServeInjector,
  type PodLike,
} from 'modelcar/kserve'
import type { Settings } from './settings.js'

/** What the environment has to say of an injection, beside KServe's ConfigMap. */
export type Policy = Pick<Settings, 'modelcarMode' | 'securityContext'>

/** Finds what a pod gets by what KServe goes by: the pod's label and annotation, and the ConfigMap as it is at the time. */
export const sourceOf =
  (kserve: () => KServeInjector) =>
  ({ object, namespace }: AdmissionRequestLike): ResolvedSource =>
    kserve().injectorFor(object, { namespace })

/** KServe's configuration, compiled, or what would be refused of it, now or later for one pod or another. */
export type Compiled =
  | { readonly kserve: KServeInjector; readonly causes?: undefined }
  | { readonly kserve?: undefined; readonly causes: readonly Cause[] }

export function compile(configMap: ConfigMapLike, { modelcarMode, securityContext }: Policy): Compiled {
  const created = attempt(() => createKServeInjector(configMap, { modelcarMode, overrides: { securityContext } }))
  if (created.result === undefined) return { causes: created.causes }
  const kserve = created.result
  const causes = schemes.flatMap((scheme) => attempt(() => kserve.injectorFor(podFrom(scheme))).causes)
  // A setting that several modes have a use for is told once.
  const told = new Map(causes.map((cause) => [JSON.stringify([cause.field, cause.message]), cause]))
  return causes.length === 0 ? { kserve } : { causes: [...told.values()] }
}

/** Each mode needs other settings, and any pod may ask for any mode by its scheme. */
const schemes = ['oci+modelcar', 'oci+native', 'oci+fetch']

/** Whether a plain `oci://` stays without a model. */
export const isDisabled = ({ injectorFor }: KServeInjector): boolean => injectorFor(podFrom('oci')).skip === 'Disabled'

function attempt<T>(call: () => T): { readonly result?: T; readonly causes: readonly Cause[] } {
  try {
    return { result: call(), causes: [] }
  } catch (error) {
    if (!isModelcarError(error)) throw error
    return { causes: error.causes }
  }
}

const podFrom = (scheme: string): PodLike => ({
  metadata: {
    labels: { [inferenceServiceLabel]: 'any' },
    annotations: { [sourceUriAnnotation]: `${scheme}://registry.example/any:1` },
  },
  spec: { containers: [] },
})
