import { isList, isObject, objectsIn, type JsonObject } from '../../json.js'
import { isNamed, protocolOf } from '../merge/ports.js'
import { containersIn, type Overlay } from '../overlay.js'
import { conflict, type Findings } from '../plan/findings.js'
import type { Placed } from '../plan/pod.js'
import type { OwnedContainers } from './owned.js'

/** On a container that is not the overlay's own, a Service may mean the port that has a name of the overlay. */
export function checkPorts(
  { spec, target }: Overlay,
  targets: readonly Placed[],
  { claimed, own }: OwnedContainers,
  findings: Findings,
): void {
  const ofTargets = namedPorts(target)
  for (const placed of targets) checkPortsOf(placed, ofTargets, findings)
  if (claimed.length === own.length) return
  const isOwn = new Set(own)
  const entries = new Map<unknown, JsonObject>(containersIn(spec).map((each) => [each.name, each]))
  for (const placed of claimed)
    if (!isOwn.has(placed)) checkPortsOf(placed, namedPorts(entries.get(placed.container.name)), findings)
}

type NamedPorts = ReadonlyMap<unknown, JsonObject>

const namedPorts = (container: JsonObject | undefined): NamedPorts =>
  new Map(objectsIn(container?.ports).flatMap((port) => (isNamed(port) ? [[port.name, port]] : [])))

function checkPortsOf({ list, index, container }: Placed, wanted: NamedPorts, findings: Findings): void {
  const { ports } = container
  if (wanted.size === 0 || !isList(ports)) return
  ports.forEach((port, at) => {
    const ours = isObject(port) ? wanted.get(port.name) : undefined
    if (ours === undefined || !isObject(port) || textOf(port) === textOf(ours)) return
    conflict(
      findings,
      'PortNameTaken',
      [list, index, 'ports', at, 'name'],
      () =>
        `expected ${String(ours.name)} to be the port ${textOf(ours)}, found ${textOf(port)}, which a Service may mean by that name; choose another name in the overlay`,
    )
  })
}

const textOf = (port: JsonObject): string => `${String(port.containerPort)}/${String(protocolOf(port))}`
