import { objectsIn, type JsonObject } from '../../json.js'
import { protocolOf } from '../merge/ports.js'
import { type Contradiction, type Exclusion } from './contradictions.js'

/**
 * Two ports of one number of the host. In the host’s network each port is one of its, and the API server fills in the number, or wants the same. It
 * looks at regular containers together, and at each init container by itself.
 */
export const hostPorts: Exclusion = {
  said: ['hostNetwork', 'hostPort'],
  find: (spec) => [
    ...portsTwice(objectsIn(spec.containers), spec.hostNetwork === true),
    ...objectsIn(spec.initContainers).flatMap((each) => portsTwice([each], spec.hostNetwork === true)),
    ...(spec.hostNetwork === true ? objectsIn(spec.containers).flatMap(otherPorts) : []),
  ],
}

function portsTwice(containers: readonly JsonObject[], isHostNetwork: boolean): readonly Contradiction[] {
  const taken = new Set<string>()
  const found: Contradiction[] = []
  for (const container of containers)
    for (const port of objectsIn(container.ports)) {
      const number = port.hostPort || (isHostNetwork ? port.containerPort : undefined)
      if (typeof number !== 'number') continue
      const key = `${String(number)}/${String(protocolOf(port))}/${typeof port.hostIP === 'string' ? port.hostIP : ''}`
      if (taken.has(key))
        found.push({
          container,
          places: [['ports'], []],
          found: `the port ${String(number)} of the host`,
          beside: 'another of this number',
        })
      taken.add(key)
    }
  return found
}

const otherPorts = (container: JsonObject): readonly Contradiction[] =>
  objectsIn(container.ports)
    .filter(
      ({ hostPort, containerPort }) => typeof hostPort === 'number' && hostPort !== 0 && hostPort !== containerPort,
    )
    .map(({ hostPort, containerPort }) => ({
      container,
      places: [['ports'], []],
      found: `hostPort ${String(hostPort)} for ${String(containerPort)}`,
      beside: 'hostNetwork: true',
    }))
