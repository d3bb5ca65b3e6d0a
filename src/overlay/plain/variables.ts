import { objectsIn, type JsonObject } from '../../json.js'
import { containersIn, isPreferred, preferredValue, type Overlay } from '../overlay.js'
import type { Placed } from '../plan/pod.js'
import type { Warn } from '../plan/warnings.js'
import type { OwnedContainers } from './owned.js'

/**
 * The kubelet expands `$(NAME)` in a variable's value only where NAME stands before it. What an overlay adds goes to the end, so a
 * variable that refers to it may be in front.
 */
export function variableWarner({
  spec,
  target,
}: Overlay): (targets: readonly Placed[], owned: OwnedContainers, warn: Warn) => void {
  const ofTargets = variablesOf(target)
  const entries = new Map<unknown, Variables>(containersIn(spec).map((each) => [each.name, variablesOf(each)]))
  return (targets, { claimed }, warn) => {
    for (const placed of targets) warnOf(placed, ofTargets, warn)
    for (const placed of claimed) warnOf(placed, entries.get(placed.container.name), warn)
  }
}

type Variables = ReadonlyMap<unknown, JsonObject>

const variablesOf = (container: JsonObject | undefined): Variables =>
  new Map(objectsIn(container?.env).map((variable) => [variable.name, variable]))

function warnOf({ list, index, container }: Placed, wanted: Variables | undefined, warn: Warn): void {
  if (wanted === undefined || wanted.size === 0) return
  const there = objectsIn(container.env)
  const places = new Map<unknown, number>()
  ;[...there, ...wanted.values()].forEach(({ name }, at) => {
    if (!places.has(name)) places.set(name, at)
  })
  const isBehind = (name: unknown, at: number): boolean => wanted.has(name) && (places.get(name) ?? 0) > at
  there.forEach((variable, at) => {
    const { name } = variable
    // A second one of a variable of the overlay goes.
    if (wanted.has(name) && places.get(name) !== at) return
    const unresolved = referencesIn(valueOf(variable, wanted.get(name))).find((each) => isBehind(each, at))
    if (unresolved === undefined) return
    warn(
      'UnresolvedVariable',
      [list, index, 'env', at, 'value'],
      () =>
        `refers to ${unresolved}, which the overlay puts behind it, so $(${unresolved}) is not expanded; put the variable behind that one, or into the overlay under another name`,
    )
  })
}

/** The value that a variable of the pod will have. A preference is filled in only in the place of a `valueFrom` that goes. */
function valueOf(variable: JsonObject, wanted: JsonObject = {}): unknown {
  const { value, valueFrom } = wanted
  if (isPreferred(value))
    return valueFrom === null && variable.valueFrom != null ? preferredValue(value) : variable.value
  if (value !== undefined) return value
  return valueFrom == null || isPreferred(valueFrom) ? variable.value : undefined
}

/** The variables that a value refers to, and nothing for a `$$`, which stands for a dollar. */
const referencesIn = (value: unknown): readonly (string | undefined)[] =>
  typeof value === 'string' ? [...value.matchAll(/\$\$|\$\(([^)]*)\)/g)].map(([, name]) => name) : []
