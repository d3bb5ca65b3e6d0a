import { pointer as writePointer } from '../patch/pointer.js'
import { checkKeys, refuse, type Causes } from '../input/check.js'
import { ModelcarConfigError, ModelcarPodSpecError } from '../errors.js'
import { found, isObject, type JsonObject } from '../json.js'
import type { Path } from '../patch/edit.js'
import type { PodSpecLike } from '../kubernetes/pod-spec.js'
import { asMapped, asPodSpec } from './cast.js'
import { fieldOf } from './field.js'
import { podSpecOf, readList } from './kinds.js'
import { mapAt, mapList } from './map-at.js'
import type { ObjectMetaLike } from './pod-like.js'
import { readPointers, type Tokens } from './pointer.js'
import { relocate } from './relocate.js'

/** Where a pod spec was found. */
export interface PodSpecPlace {
  /** A JSON pointer from the object that was handed in: `/items/0/spec/template/spec`. */
  readonly pointer: string
  /** The same as Kubernetes names fields: `items[0].spec.template.spec`. */
  readonly field: string
  /** The metadata of the pod, or of its template: what is beside a `spec`. */
  readonly metadata: ObjectMetaLike | undefined
}

/** Makes a pod spec of a pod spec: the same reference where nothing is to be done. */
export type PodSpecMap = (podSpec: PodSpecLike, place: PodSpecPlace) => PodSpecLike

export interface MapPodSpecsOptions {
  /**
   * Where kinds that are not of Kubernetes itself have their pod specs: JSON pointers (RFC 6901) from such an object, in which
   * `*` stands for every element of a list or map. They are tried on every such object; what is not there is left out.
   */
  readonly pointers?: readonly string[] | undefined
}

/** An object of a kind that is not known, in which no pointer led to a pod spec. It was left alone. */
export interface UnknownObject {
  /** A JSON pointer from the object that was handed in; empty for that object itself. */
  readonly pointer: string
  readonly apiVersion: string | undefined
  readonly kind: string | undefined
  readonly name: string | undefined
}

export interface MappedPodSpecs<T> {
  /** The object with its pod specs mapped, or the very same one where none changed. */
  readonly object: T
  readonly unknown: readonly UnknownObject[]
}

/**
 * Applies a function to every pod spec in an object: a Pod, PodTemplate, Deployment, StatefulSet, DaemonSet, ReplicaSet,
 * ReplicationController, Job or CronJob, a List of any, and any other kind at the given pointers.
 *
 * The object is not written to, and what does not change is shared with it. A class instance on the way to a pod spec that
 * changes comes back as a plain object of the same JSON.
 *
 * @param object - an object with `kind`; entries of a typed list (`DeploymentList`) may lack theirs.
 * @param map - what to do with a pod spec.
 * @param options - see {@link MapPodSpecsOptions}.
 * @throws `ModelcarConfigError` for malformed pointers, `ModelcarPodSpecError` for a pod spec that is no object, and what `map`
 * throws; the fields of the library's own errors then lead from the object, as in `spec.template.spec.containers[0].name`.
 *
 * @example
 * const { object } = mapPodSpecs(deployment, (podSpec) => injectModelcar(podSpec, config))
 *
 * @example
 * const pointers = ['/spec/leaderWorkerTemplate/leaderTemplate/spec', '/spec/leaderWorkerTemplate/workerTemplate/spec']
 * const { object } = mapPodSpecs(leaderWorkerSet, (podSpec) => injector.inject(podSpec), { pointers })
 */
export function mapPodSpecs<T extends object>(
  object: T,
  map: PodSpecMap,
  options?: MapPodSpecsOptions,
): MappedPodSpecs<T> {
  const pointers = readOptions(options)
  const unknown: UnknownObject[] = []
  const mapped = mapAnyKind(object, [], {}, { pointers, map, unknown })
  return { object: asMapped<T>(mapped), unknown }
}

interface Task {
  readonly pointers: readonly Tokens[]
  readonly map: PodSpecMap
  readonly unknown: UnknownObject[]
}

function readOptions(options: unknown): readonly Tokens[] {
  if (options === undefined || options === null) return []
  const causes: Causes = []
  if (isObject(options)) checkKeys(causes, options, ['pointers'], '')
  else refuse(causes, 'InvalidType', 'options', `expected an object, found ${found(options)}`)
  const pointers = isObject(options) ? readPointers(causes, options.pointers, 'pointers') : []
  if (causes.length > 0) throw new ModelcarConfigError(causes)
  return pointers
}

/** @param defaults - what the object is where it does not say so itself: an entry of a typed list. */
function mapAnyKind(value: unknown, path: Path, defaults: JsonObject, task: Task): unknown {
  const { pointers, unknown } = task
  if (!isObject(value)) {
    unknown.push(describe({}, path))
    return value
  }
  const named = value.kind == null ? { ...value, ...defaults } : value
  const list = readList(named)
  if (list !== undefined) {
    const each = (item: unknown, index: number) => mapAnyKind(item, [...path, 'items', index], list.defaults, task)
    const mapped = mapList(list.items, '*', each)
    return mapped === list.items ? value : { ...value, items: mapped }
  }
  const known = podSpecOf(named)
  if (known !== undefined) return mapAll(value, [known], path, task).value
  const mapped = mapAll(value, pointers, path, task)
  if (mapped.places === 0) unknown.push(describe(named, path))
  return mapped.value
}

/** Maps what several pointers lead to, each place once. */
function mapAll(
  object: JsonObject,
  pointers: readonly Tokens[],
  path: Path,
  { map }: Task,
): { readonly value: unknown; readonly places: number } {
  const places = new Set<string>()
  let value: unknown = object
  for (const tokens of pointers) {
    value = mapAt(value, tokens, (podSpec, below, holder) => {
      const full = [...path, ...below]
      const pointer = writePointer(full)
      if (places.has(pointer)) return podSpec
      places.add(pointer)
      return mapPodSpec(podSpec, { pointer, field: fieldOf(full), metadata: metadataOf(below, holder) }, map)
    })
  }
  return { value, places: places.size }
}

function mapPodSpec(podSpec: unknown, place: PodSpecPlace, map: PodSpecMap): unknown {
  if (!isObject(podSpec)) {
    const message = `expected an object, found ${found(podSpec)}`
    throw new ModelcarPodSpecError([{ code: 'InvalidType', field: place.field, message }])
  }
  try {
    return map(asPodSpec(podSpec), place)
  } catch (error) {
    throw relocate(error, place.field)
  }
}

function metadataOf(path: Path, holder: unknown): ObjectMetaLike | undefined {
  if (path.at(-1) !== 'spec' || !isObject(holder) || !isObject(holder.metadata)) return undefined
  return holder.metadata
}

function describe({ apiVersion, kind, metadata }: JsonObject, path: Path): UnknownObject {
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
  return {
    pointer: writePointer(path),
    apiVersion: text(apiVersion),
    kind: text(kind),
    name: isObject(metadata) ? text(metadata.name) : undefined,
  }
}
