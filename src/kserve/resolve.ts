import type { Causes } from '../input/check.js'
import type { ModelcarConfig } from '../modelcar/config/config.js'
import { ModelcarConfigError } from '../errors.js'
import type { PodLike } from '../workload/pod-like.js'
import { checkConfig } from './check-config.js'
import { settingsPart } from './config.js'
import { readOptions, type KServeOptions, type Source } from './options.js'
import { readPodFacts, readPullSecret, type PodFacts } from './pod.js'
import { readSettings, type ConfigMapLike } from './settings.js'
import type { SkipReason } from './skip.js'
import { annotatedSources, arePlain, checkNumber, modelPart, modelsPart, ociSources, readMode } from './sources.js'
import { kserveModes } from './uri.js'

/** What KServe's way of asking for a model comes to: a config, or the reason why there is none. */
export type Resolution =
  | { readonly config: ModelcarConfig; readonly skip?: undefined }
  | { readonly config?: undefined; readonly skip: SkipReason }

/**
 * Reads which model a pod gets, and how, from what KServe goes by: the pod's label and annotation, the scheme of the URI, and
 * the ConfigMap `inferenceservice-config`. What comes out is what KServe does; where it is careless (an unknown `oci+…://`
 * scheme, models below each other, two modes in one pod) it is an error.
 *
 * @param pod - a pod, or a workload's pod template; both its metadata and its spec are read.
 * @param configMap - the ConfigMap `inferenceservice-config`, or its `data`.
 * @param options - see {@link KServeOptions}.
 * @returns a config for `injectModelcar`, which may be changed or added to, or a reason out of a closed list.
 * @throws `ModelcarConfigError` with every fault of the ConfigMap, the URIs and the options, at fields such as
 * `data.storageInitializer: ociModelMode`; `ModelcarPodSpecError` for malformed metadata.
 *
 * @example
 * const { config, skip } = resolveInjection(pod, configMap)
 * if (config === undefined) console.log(skipReasons[skip])
 * else injectModelcar(pod.spec, { ...config, runAsGroup: 1010 })
 */
export function resolveInjection(pod: PodLike, configMap: ConfigMapLike, options?: KServeOptions): Resolution {
  const causes: Causes = []
  const { sources: given, namespace, modelcarMode } = readOptions(causes, options)
  const facts = readPodFacts(pod)
  const sources = ociSources(given ?? annotatedSources(facts.sourceUri))
  const skip = given === undefined ? reasonToSkip(facts, sources) : reasonToSkipPlural(facts, given, sources)
  if (skip !== undefined && causes.length === 0) return { skip }

  const settings = readSettings(causes, configMap)
  if (settings?.mode === undefined && causes.length === 0) {
    if (given === undefined || arePlain(sources)) return { skip: 'Disabled' }
  }
  checkNumber(causes, sources)
  const mode = readMode(causes, sources, settings?.mode)
  if (settings === undefined || mode === undefined || causes.length > 0) throw new ModelcarConfigError(causes)

  const name = mode === 'modelcar' ? modelcarMode : kserveModes[mode]
  const pullSecret = mode === 'fetch' ? readPullSecret(pod) : undefined
  const models = given === undefined ? modelPart(sources) : modelsPart(sources)
  const rest = settingsPart(settings, name, namespace ?? facts.namespace, pullSecret)
  const config = { ...models.config, mode: name, ...rest.config }
  checkConfig(config, { ...rest.origins, ...models.origins })
  return { config }
}

/** KServe's webhook: its gate (needMutate), and what its injectors make of the annotation. */
function reasonToSkip(facts: PodFacts, sources: readonly Source[]): SkipReason | undefined {
  if (!facts.isInferenceService) return 'NoLabel'
  if (facts.sourceUri === undefined) return 'NoSource'
  if (sources.length === 0) return 'NotOci'
  return facts.isLocalModel ? 'LocalModel' : undefined
}

/** KServe's controller (CommonStorageInitialization, pkg/webhook/admission/pod). */
function reasonToSkipPlural(
  { hasAgent }: PodFacts,
  given: readonly Source[],
  sources: readonly Source[],
): SkipReason | undefined {
  if (hasAgent) return 'ModelAgent'
  if (given.length === 0) return 'NoSource'
  return sources.length === 0 ? 'NotOci' : undefined
}
