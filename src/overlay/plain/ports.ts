import { isList, isObject, type JsonObject } from '../../json.js'
import { protocolOf } from '../merge/ports.js'
import type { Overlay } from '../overlay.js'
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
  if (ofTargets.size > 0) for (const placed of targets) checkPortsOf(placed, ofTargets, findings)
  if (claimed.length === own.length) return
  const isOwn = new Set(own)
  const entries = new Map(
    [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map((each) => [each.name, each]),
  )
  for (const placed of claimed) {
    const { name } = placed.container
    if (!isOwn.has(placed) && typeof name === 'string') checkPortsOf(placed, namedPorts(entries.get(name)), findings)
  }
}

type NamedPorts = ReadonlyMap<unknown, JsonObject>

function namedPorts(container: JsonObject | undefined): NamedPorts {
  const ports = container?.ports
  if (!isList(ports)) return new Map()
  return new Map(ports.filter(isObject).flatMap((port) => (typeof port.name === 'string' ? [[port.name, port]] : [])))
}

function checkPortsOf({ list, index, container }: Placed, wanted: NamedPorts, findings: Findings): void {
  const { ports } = container
  if (!isList(ports)) return
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
