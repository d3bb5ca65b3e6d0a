import { isList, isObject, type JsonObject } from '../../json.js'
import { isOmitted, reader, type Field } from './field.js'
import type { Shape } from './list.js'
import { fault, faultyEntries } from './faults.js'
import { append, remove, write, type Walk } from './walk.js'

/** The list map keys of a port. */
export const portKeys = ['containerPort', 'protocol'] as const

/** A port of an overlay, compiled: {@link Shape} leaves its list map keys alone. */
interface PortEntry extends Shape {
  readonly port: JsonObject
}

/** The protocol of a port; the API server takes TCP where there is none, or an empty text. */
export const protocolOf = ({ protocol }: JsonObject): unknown => (isOmitted(protocol) ? 'TCP' : protocol)

/** What tells ports without a name apart. */
export const numberOf = (port: JsonObject): string => `${String(port.containerPort)}/${String(protocolOf(port))}`

/**
 * A container's ports. A Service names them, so ours is the entry of our name; else, of our number and protocol, the first
 * without a name, or, where ours has no name, the first of any; else it is appended. No port of the pod's is removed.
 */
export function namedPorts(key: string, entries: readonly PortEntry[]): Field {
  const read = reader(key)
  return {
    merge: (holder, walk) => {
      const list = read(holder)
      if (entries.length === 0) return
      if (list === undefined || list === null) {
        return write(
          walk,
          holder,
          key,
          entries.map((entry) => entry.build(walk)),
        )
      }
      if (!isList(list)) return fault(walk, key, 'a list', list)
      walk.path.push(key)
      if (!list.every(isObject)) faultyEntries(walk, list)
      const places = findPorts(list, entries)
      for (const entry of entries) {
        const place = places.get(entry)
        if (place === undefined) append(walk, entry.build(walk))
        else mergePort(entry, place, walk)
      }
      walk.path.pop()
    },
  }
}

/** A port of the pod, and where it is in its list. */
interface Place {
  readonly item: JsonObject
  readonly index: number
}

function mergePort(entry: PortEntry, { item, index }: Place, walk: Walk): void {
  walk.path.push(index)
  const { port } = entry
  if (item.containerPort !== port.containerPort) write(walk, item, 'containerPort', port.containerPort)
  if (protocolOf(item) !== protocolOf(port)) write(walk, item, 'protocol', protocolOf(port))
  entry.merge(item, walk)
  if (isUnset(port) && !isOmitted(item.hostPort) && !isFilledIn(item, walk)) remove(walk, 'hostPort')
  walk.path.pop()
}

/** Tells whether a port of an overlay is to have no port of the host. */
const isUnset = ({ hostPort }: JsonObject): boolean => hostPort === null || hostPort === 0

/** In the host's network each port is one of the host's: the API server writes it where there is none. */
const isFilledIn = ({ hostPort, containerPort }: JsonObject, { hostNetwork }: Walk): boolean =>
  hostNetwork && hostPort === containerPort

/** What {@link mergePort} merges itself. */
export const mergedKeys = (port: JsonObject): readonly string[] =>
  isUnset(port) ? [...portKeys, 'hostPort'] : portKeys

/** Finds the place of each port of the overlay that the list has; no two have the same. */
function findPorts(list: readonly unknown[], entries: readonly PortEntry[]): ReadonlyMap<PortEntry, Place> {
  const there = list.flatMap((item, index): Place[] => (isObject(item) ? [{ item, index }] : []))
  const places = new Map<PortEntry, Place>()
  const taken = new Set<Place>()
  const take = (entry: PortEntry, place: Place): void => {
    places.set(entry, place)
    taken.add(place)
  }
  const byName = new Map(entries.filter(({ port }) => isNamed(port)).map((entry) => [entry.port.name, entry]))
  for (const place of there) {
    const entry = byName.get(place.item.name)
    if (entry !== undefined && !places.has(entry)) take(entry, place)
  }
  for (const takesNamed of [false, true]) {
    const open = entries.filter((entry) => !places.has(entry) && !(takesNamed && isNamed(entry.port)))
    const nextOf = queues(open)
    for (const place of there) {
      if (taken.has(place) || (isNamed(place.item) && !takesNamed)) continue
      const entry = nextOf(place.item)
      if (entry !== undefined) take(entry, place)
    }
  }
  return places
}

/** Tells whether a port has a name; an empty text is none. */
export const isNamed = ({ name }: JsonObject): boolean => typeof name === 'string' && name !== ''

/** Gives the ports of a number and protocol one after the other. */
function queues(entries: readonly PortEntry[]): (port: JsonObject) => PortEntry | undefined {
  const byNumber = new Map<string, PortEntry[]>()
  for (const entry of entries.toReversed()) {
    const group = byNumber.get(numberOf(entry.port))
    if (group === undefined) byNumber.set(numberOf(entry.port), [entry])
    else group.push(entry)
  }
  return (port) => byNumber.get(numberOf(port))?.pop()
}
