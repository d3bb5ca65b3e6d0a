import { isModelcarError, mapPodSpecs, type PodSpecLike, type PodSpecPlace, type Warning } from 'modelcar'
import type { Note } from './note.js'
import { fixedOnceLive, objectAt, objectsIn, type ManifestObject } from './objects.js'
import { podSpecsIn } from './pod-specs.js'
import { isObject } from './yaml/json.js'

/** What becomes of a pod spec: another one, the very same where there is nothing to do, or a reason to leave it alone. */
export type ChangePodSpec = (podSpec: PodSpecLike) =>
  | {
      readonly podSpec: PodSpecLike
      readonly warnings: readonly Warning[]
      /** Why it is the very same, where it is. */
      readonly unchanged: string
    }
  | { readonly left: string }

export interface ChangeOptions {
  /** Where kinds that are not of Kubernetes itself have their pod specs, as `mapPodSpecs` takes them. */
  readonly pointers?: readonly string[] | undefined
  /** Whether every object that is left alone is told. */
  readonly isVerbose?: boolean | undefined
  /** Whether a model is taken out: then there may be none anywhere. */
  readonly isRemoval?: boolean | undefined
}

/** A document with its pod specs changed, and what there is to tell of it. */
export interface MappedDocument {
  /** The very same where nothing changed. */
  readonly value: unknown
  /** How many pod specs are as they have to be. */
  readonly done: number
  readonly notes: readonly Note[]
  readonly faults: readonly Note[]
}

/** Changes the pod specs of a document, and collects every fault in it. */
export function mapDocument(
  value: unknown,
  document: string,
  change: ChangePodSpec,
  { pointers, isVerbose = false }: ChangeOptions,
): MappedDocument {
  const notes: Note[] = []
  const faults: Note[] = []
  const objects = objectsIn(value)
  /** Objects of which all is told that there is to tell. */
  const told = new Set<ManifestObject>()
  let done = 0

  const leave = (object: ManifestObject | undefined, field: string, reason: string): void => {
    notes.push({ where: whereOf(document, object), field, message: `left alone: ${reason}` })
  }

  function changeAt(podSpec: PodSpecLike, { pointer, field }: PodSpecPlace): PodSpecLike {
    const object = objectAt(objects, pointer)
    if (object !== undefined) told.add(object)
    const where = whereOf(document, object)
    const inObject = (fieldOfPod: string): string => fieldOfPod.replace(/^spec/, field)
    try {
      const changed = change(podSpec)
      if ('left' in changed) {
        leave(object, field, changed.left)
        return podSpec
      }
      done++
      notes.push(...changed.warnings.map((warning) => noteOf(where, warning, inObject)))
      if (changed.podSpec === podSpec && isVerbose) leave(object, field, changed.unchanged)
      const fixed = changed.podSpec !== podSpec && object?.isLive === true ? fixedOnceLive(object.kind) : undefined
      if (fixed === undefined) return changed.podSpec
      faults.push({ where, field: field.replace(/spec(\.template\.spec)?$/, 'metadata.uid'), message: fixed })
    } catch (error) {
      faults.push(...faultsOf(error, where, inObject))
    }
    return podSpec
  }

  function leaveOthers(unknown: ReadonlySet<string>): void {
    for (const object of objects.values()) {
      if (told.has(object)) continue
      const like = unknown.has(object.pointer) ? podSpecsIn(object.value) : []
      const pointerOptions = like.map((pointer) => `--pointer '${pointer}'`).join(' ')
      if (like.length > 0)
        leave(object, '', `its kind is not known, but it looks as if it had a pod spec: see ${pointerOptions}`)
      else if (isVerbose) leave(object, '', 'it has no pod spec')
    }
  }

  try {
    if (!isObject(value)) return { value, done, notes, faults }
    const mapped = mapPodSpecs(value, changeAt, { pointers })
    leaveOthers(new Set(mapped.unknown.map(({ pointer }) => pointer)))
    return { value: mapped.object, done, notes, faults }
  } catch (error) {
    return { value, done, notes, faults: [...faults, ...faultsOf(error, document)] }
  }
}

const whereOf = (document: string, object: ManifestObject | undefined): string =>
  [document, [object?.kind, object?.name].filter(Boolean).join(' ')].filter(Boolean).join(', ')

const asIs = (field: string): string => field

const noteOf = (where: string, { field, message }: Omit<Note, 'where'>, inObject = asIs): Note => ({
  where,
  field: inObject(field),
  message,
})

/** The causes of an error of the library; any other is none of the manifest's. */
function faultsOf(error: unknown, where: string, inObject = asIs): readonly Note[] {
  if (!isModelcarError(error)) throw error
  return error.causes.map((cause) => noteOf(where, cause, inObject))
}
