import type { JsonObject } from '../../json.js'
import { containersIn, type Overlay } from '../overlay.js'
import type { Placed, Pod } from '../plan/pod.js'

/**
 * What `targets: '*'` stands for: every container whose name is in neither list of the overlay, and the init containers that the
 * overlay asks for. Never an ephemeral container, since nobody may change one.
 */
export function everyTarget(pod: Pod, { spec, initTargets }: Overlay): readonly Placed[] {
  const own = new Set(containersIn(spec).map(({ name }): unknown => name))
  const targets: Placed[] = []
  const add = (list: 'containers' | 'initContainers', isTarget: (container: JsonObject) => boolean): void => {
    pod[list].forEach((container, index) => {
      if (!own.has(container.name) && isTarget(container)) targets.push({ list, index, container })
    })
  }
  add('containers', () => true)
  if (initTargets === 'all') add('initContainers', () => true)
  if (initTargets === 'sidecars') add('initContainers', ({ restartPolicy }) => restartPolicy === 'Always')
  return targets
}
