import { objectsIn, type JsonObject } from '../../json.js'
import { protocolOf } from '../merge/ports.js'
import type { Exclusion, Tell } from './contradictions.js'

/**
 * Two ports of one number of the host. In the host's network each port is one of its, and the API server fills in the number, or wants the same. It
 * looks at regular containers together, and at each init container by itself.
 */
export const hostPorts: Exclusion = {
  said: ['hostNetwork', 'hostPort'],
  find: (spec, tell) => {
    const isHostNetwork = spec.hostNetwork === true
    const containers = objectsIn(spec.containers)
    portsTwice(containers, isHostNetwork, tell)
    for (const each of objectsIn(spec.initContainers)) portsTwice([each], isHostNetwork, tell)
    if (isHostNetwork) for (const each of containers) otherPorts(each, tell)
  },
}

const places = [['ports'], []]

function portsTwice(containers: readonly JsonObject[], isHostNetwork: boolean, tell: Tell): void {
  const taken = new Set<string>()
  for (const container of containers)
    for (const port of objectsIn(container.ports)) {
      const number = port.hostPort || (isHostNetwork ? port.containerPort : undefined)
      if (typeof number !== 'number') continue
      const key = `${String(number)}/${String(protocolOf(port))}/${typeof port.hostIP === 'string' ? port.hostIP : ''}`
      if (taken.has(key))
        tell({ container, places, found: `host port ${String(number)}`, beside: 'the same host port a second time' })
      taken.add(key)
    }
}

function otherPorts(container: JsonObject, tell: Tell): void {
  for (const { hostPort, containerPort } of objectsIn(container.ports)) {
    if (typeof hostPort !== 'number' || hostPort === 0 || hostPort === containerPort) continue
    const found = `hostPort ${String(hostPort)} for containerPort ${String(containerPort)}`
    tell({ container, places, found, beside: 'hostNetwork: true' })
  }
}
