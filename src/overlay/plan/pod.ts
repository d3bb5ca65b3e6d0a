import { isList, isObject, withoutHoles, type JsonObject } from '../../json.js'
import { fault, faultEach, faultOf, faultyEntries } from '../merge/faults.js'
import type { Walk } from '../merge/walk.js'
import type { VolumeUse } from './volume-uses.js'

/** The lists of a pod spec that hold containers. */
export const containerLists = ['containers', 'initContainers', 'ephemeralContainers'] as const
export type ContainerList = (typeof containerLists)[number]

/** A pod spec of which the lists that every plan needs are known to be lists of named objects. */
export interface Pod extends Readonly<Record<ContainerList, readonly JsonObject[]>> {
  readonly spec: JsonObject
  readonly volumes: readonly JsonObject[]
  /** What any of its containers or volumes may have; most pods have nothing of it. */
  readonly some: Some
  /** The volumes by name, once something has asked for one. */
  volumesByName?: ReadonlyMap<unknown, JsonObject>
  /** Every container with its place, once something has asked for them. */
  placed?: readonly Placed[] | undefined
  /** The mounts of each volume, once something has asked for those of one. */
  usesByVolume?: ReadonlyMap<unknown, readonly VolumeUse[]> | undefined
}

/** What is worth a look at every container or volume of a pod only where one of them has it. */
interface Some {
  devices: boolean
  windowsOptions: boolean
  images: boolean
}

/** Finds a volume of the pod by name: the first one of that name. */
export function volumeNamed(pod: Pod, name: unknown): JsonObject | undefined {
  pod.volumesByName ??= firstOfEach(pod.volumes)
  return pod.volumesByName.get(name)
}

function firstOfEach(volumes: readonly JsonObject[]): ReadonlyMap<unknown, JsonObject> {
  const byName = new Map<unknown, JsonObject>()
  for (const volume of volumes) if (!byName.has(volume.name)) byName.set(volume.name, volume)
  return byName
}

/** A container of the pod, and where it is. */
export interface Placed {
  readonly list: ContainerList
  readonly index: number
  readonly container: JsonObject
}

const none: readonly JsonObject[] = []

/** Stands for an entry that is no object, so that those after it keep their indexes. */
const placeholder: JsonObject = {}

/** Reads a pod spec's lists, and reports in the walk what is malformed in them. */
export function readPod(spec: JsonObject, walk: Walk): Pod {
  if (spec.containers === undefined || spec.containers === null)
    fault(walk, 'containers', 'a list of containers', spec.containers)
  const some: Some = { devices: false, windowsOptions: false, images: false }
  return {
    spec,
    containers: readContainers(spec, 'containers', some, walk),
    initContainers: readContainers(spec, 'initContainers', some, walk),
    ephemeralContainers: readContainers(spec, 'ephemeralContainers', some, walk),
    volumes: readVolumes(spec, some, walk),
    some,
  }
}

function readContainers(spec: JsonObject, key: ContainerList, some: Some, walk: Walk): readonly JsonObject[] {
  const list = spec[key]
  return isList(list) && areContainers(list, some) ? list : readNamed(spec, key, walk)
}

/** Notes what containers have, and tells whether all are well formed: most lists are, and are gone through once. */
function areContainers(list: readonly unknown[], some: Some): list is readonly JsonObject[] {
  let areWellFormed = true
  for (let index = 0; index < list.length; index++) {
    const container = list[index]
    if (!isObject(container)) {
      areWellFormed = false
      continue
    }
    const { name, volumeDevices, securityContext } = container
    if (!isName(name)) areWellFormed = false
    if (volumeDevices != null) some.devices = true
    if (isObject(securityContext) && securityContext.windowsOptions != null) some.windowsOptions = true
  }
  return areWellFormed
}

function readVolumes(spec: JsonObject, some: Some, walk: Walk): readonly JsonObject[] {
  const list = readNamed(spec, 'volumes', walk)
  for (let index = 0; index < list.length; index++) if (list[index]?.image != null) some.images = true
  return list
}

function readNamed(spec: JsonObject, key: string, walk: Walk): readonly JsonObject[] {
  const list = readObjects(spec, key, walk)
  if (areNamed(list)) return list
  walk.path.push(key)
  faultEach(walk, list, isNameless, (entry, path) =>
    faultOf([...path, 'name'], 'a name', isObject(entry) ? entry.name : undefined),
  )
  walk.path.pop()
  return list
}

function areNamed(list: readonly JsonObject[]): boolean {
  for (let index = 0; index < list.length; index++) if (!isName(list[index]?.name)) return false
  return true
}

const isNameless = (entry: unknown): boolean => isObject(entry) && entry !== placeholder && !isName(entry.name)

const isName = (name: unknown): boolean => typeof name === 'string' && name !== ''

/** Reads a list of objects: none where it is absent or no list. What is malformed is reported in the walk, and read as empty. */
function readObjects(holder: JsonObject, key: string, walk: Walk): readonly JsonObject[] {
  const list = holder[key]
  if (list === undefined || list === null) return none
  if (!isList(list)) {
    fault(walk, key, 'a list', list)
    return none
  }
  if (isObjects(list)) return list
  walk.path.push(key)
  faultyEntries(walk, list)
  walk.path.pop()
  const known = (walk.mended ??= new Map<unknown, readonly JsonObject[]>())
  let objects = known.get(list)
  if (objects === undefined) known.set(list, (objects = mended(list)))
  return objects
}

/** A list with a placeholder for each entry that is no object. Behind the last object none is needed, and every rule would go through them. */
function mended(list: readonly unknown[]): readonly JsonObject[] {
  let { length } = list
  while (length > 0 && !isObject(list[length - 1])) length--
  return withoutHoles(list.slice(0, length)).map((item) => (isObject(item) ? item : placeholder))
}

/** Reads a list of objects in one of the pod's containers. */
export function readIn({ list, index, container }: Placed, key: string, walk: Walk): readonly JsonObject[] {
  const entries = container[key]
  if (entries === undefined) return none
  if (isList(entries) && isObjects(entries)) return entries
  walk.path.push(list, index)
  const objects = readObjects(container, key, walk)
  walk.path.pop()
  walk.path.pop()
  return objects
}

function isObjects(list: readonly unknown[]): list is readonly JsonObject[] {
  for (let index = 0; index < list.length; index++) if (!isObject(list[index])) return false
  return true
}

/** Every container of the pod, with its place. */
export const placedContainers = (pod: Pod): readonly Placed[] =>
  (pod.placed ??= containerLists.flatMap((list) => pod[list].map((container, index) => ({ list, index, container }))))
