import {
  isModelcarError,
  mapPodSpecs,
  type Injector,
  type Operation,
  type PodSpecLike,
  type PodSpecPlace,
} from 'modelcar'
import {
  parseAllDocuments,
  YAMLError,
  type Document,
  type DocumentOptions,
  type ParseOptions,
  type SchemaOptions,
} from 'yaml'
import { copiesFor } from './yaml/aliases.js'
import { fixedOnceLive, ownerOf } from './owner.js'
import { patchText } from './yaml/patch-text.js'
import { isObject } from './yaml/pointer.js'

/** What there is to tell of a place in a manifest. */
export interface Note {
  /** `document 2, Deployment llama`. */
  readonly where: string
  /** `spec.template.spec.containers`; empty where the whole document is meant. */
  readonly field: string
  readonly message: string
}

export type Injected =
  | { readonly text: string; readonly warnings: readonly Note[]; readonly faults?: undefined }
  | { readonly faults: readonly Note[] }

/** Puts the model into every pod spec of a manifest, or tells every fault in it. All other text stays as it is. */
export function injectManifest(text: string, injector: Injector): Injected {
  const documents = parse(text)
  const plans = documents.map((document, index) => planDocument(document, `document ${String(index + 1)}`, injector))
  const faults = plans.flatMap((plan) => plan.faults)
  if (faults.length > 0) return { faults }
  const patches = plans.map((plan) => plan.patch)
  const copies = documents.map((document, index) => copiesFor(document, patches[index] ?? []))
  const own = patchText(text, documents, copies)
  return {
    text: patchText(own, own === text ? documents : parse(own), patches),
    warnings: plans.flatMap((plan) => plan.warnings),
  }
}

const parse = (text: string): readonly Document[] => [...parseAllDocuments(text, reading)]

/** As `kubectl` reads it: YAML 1.1 with its booleans and merges, but without its times and dates, which Go takes for text. */
const reading: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  keepSourceTokens: true,
  customTags: (tags) => tags.filter((tag) => typeof tag !== 'object' || !isTime(tag)),
}

const isTime = (tag: { readonly tag: string; readonly format?: string }): boolean =>
  tag.format === 'TIME' || tag.tag === 'tag:yaml.org,2002:timestamp'

interface DocumentPlan {
  /** Relative to the document. */
  readonly patch: Operation[]
  readonly warnings: Note[]
  readonly faults: Note[]
}

function planDocument(document: Document, where: string, injector: Injector): DocumentPlan {
  const plan: DocumentPlan = {
    patch: [],
    warnings: [],
    faults: document.errors.flatMap((error) => notesOf(error, where)),
  }
  if (plan.faults.length > 0) return plan
  try {
    const object: unknown = document.toJS()
    if (isObject(object))
      mapPodSpecs(object, (podSpec, place) => planPlace(plan, object, podSpec, place, where, injector))
  } catch (error) {
    plan.faults.push(...notesOf(error, where))
  }
  return plan
}

/** Faults are collected here, place by place: what a function throws ends {@link mapPodSpecs} at the first one. */
function planPlace(
  plan: DocumentPlan,
  object: object,
  podSpec: PodSpecLike,
  { pointer, field }: PodSpecPlace,
  document: string,
  injector: Injector,
): PodSpecLike {
  const { kind, name, isLive } = ownerOf(object, pointer)
  const where = `${document}, ${kind} ${name}`.trimEnd()
  const inObject = (fieldOfPod: string): string => fieldOfPod.replace(/^spec/, field)
  try {
    const { changed, patch, warnings } = injector.plan(podSpec)
    const fixed = changed && isLive ? fixedOnceLive(kind) : undefined
    if (fixed !== undefined)
      plan.faults.push({ where, field: field.replace(/spec(\.template\.spec)?$/, 'metadata.uid'), message: fixed })
    plan.patch.push(...patch.map((operation) => ({ ...operation, path: pointer + operation.path })))
    plan.warnings.push(
      ...warnings.map((warning) => ({ where, field: inObject(warning.field), message: warning.message })),
    )
  } catch (error) {
    plan.faults.push(...notesOf(error, where, inObject))
  }
  return podSpec
}

const unchanged = (field: string): string => field

/** What was thrown, cause by cause; of a fault in the YAML only the line that says where and what, without the excerpt. */
function notesOf(error: unknown, where: string, inObject = unchanged): readonly Note[] {
  if (isModelcarError(error))
    return error.causes.map(({ field, message }) => ({ where, field: inObject(field), message }))
  if (!(error instanceof YAMLError) && !(error instanceof ReferenceError)) throw error
  const [message = ''] = error.message.split(/:?\n/)
  return [{ where, field: '', message }]
}
