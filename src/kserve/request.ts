import { readPodFacts, type PodFacts } from './pod.js'
import type { ReadPodOptions, Source } from './options.js'
import type { SkipReason } from './skip.js'
import { annotatedSources, ociSources, type OciSource } from './sources.js'

/** What a pod asks for, before any setting is looked at. */
export interface Request {
  /** The sources that are OCI images. */
  readonly sources: readonly OciSource[]
  /** Whether they are `storageUris`, and not the pod's annotation. */
  readonly isPlural: boolean
  /** Where the pod is created, if anything says so. */
  readonly namespace: string | undefined
  readonly skip: SkipReason | undefined
}

/** Reads what a pod asks for. Throws `ModelcarPodSpecError` for malformed metadata. */
export function readRequest(pod: unknown, { namespace, sources: given }: ReadPodOptions): Request {
  const facts = readPodFacts(pod)
  const sources = ociSources(given ?? annotatedSources(facts.sourceUri))
  return {
    sources,
    isPlural: given !== undefined,
    namespace: namespace ?? facts.namespace,
    skip: given === undefined ? reasonToSkip(facts, sources) : reasonToSkipPlural(facts, given, sources),
  }
}

/** KServe's webhook: its gate (needMutate), and what its injectors make of the annotation. */
function reasonToSkip(facts: PodFacts, sources: readonly OciSource[]): SkipReason | undefined {
  if (!facts.isInferenceService) return 'NoLabel'
  if (facts.sourceUri === undefined) return 'NoSource'
  if (sources.length === 0) return 'NotOci'
  return facts.isLocalModel ? 'LocalModel' : undefined
}

/** KServe's controller (CommonStorageInitialization, pkg/webhook/admission/pod). */
function reasonToSkipPlural(
  { hasAgent }: PodFacts,
  given: readonly Source[],
  sources: readonly OciSource[],
): SkipReason | undefined {
  if (hasAgent) return 'ModelAgent'
  if (given.length === 0) return 'NoSource'
  return sources.length === 0 ? 'NotOci' : undefined
}
