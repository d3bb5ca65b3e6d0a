import { nameOf } from '../json.js'
import { conflict, type Findings } from '../overlay/plan/findings.js'
import { isAmong, placesOf } from '../overlay/plan/owned.js'
import type { Placed, Pod } from '../overlay/plan/pod.js'
import { targetNotFound, type TargetTexts } from '../overlay/plan/targets.js'
import type { Outline } from '../overlay/plan/outline.js'
import { fetchNames } from './config/fetch.js'
import type { ResolvedConfig } from './config/resolve.js'
import { isLinkMode } from './modes/names.js'
import { isOurName, type OwnedModels } from './ownership.js'

/** How messages speak of a model's targets. */
export const targetTexts: TargetTexts = {
  purpose: ' to read the model',
  hint: 'set targets to the containers that read it',
}

const [server, worker, transformer] = ['kserve-container', 'worker-container', 'transformer-container']

/**
 * KServe's rule for a config that names no targets: `kserve-container`, else `worker-container`, and `transformer-container`
 * where there is one (getContainersWithModelAccess, pkg/webhook/admission/pod/storage_initializer_injector.go). It looks in
 * containers only.
 */
export function findKServeTargets(pod: Pod, findings: Findings): readonly Placed[] {
  const found: (Placed | undefined)[] = [undefined, undefined, undefined]
  for (let index = 0; index < pod.containers.length; index++) {
    const container = pod.containers[index]
    if (container === undefined) continue
    const { name } = container
    const at = name === server ? 0 : name === worker ? 1 : name === transformer ? 2 : -1
    if (at >= 0) found[at] ??= { list: 'containers', index, container }
  }
  const main = found[0] ?? found[1]
  if (main === undefined) {
    targetNotFound(pod, [`${server} or ${worker}`], targetTexts, findings)
    return []
  }
  return found[2] === undefined ? [main] : [main, found[2]]
}

/** A target cannot have a name that the model's containers need, nor be one of them: the storage initializer is ours in every mode. */
export function checkReserved(
  { mode, names }: ResolvedConfig,
  { claimOf }: Outline,
  targets: readonly Placed[],
  owned: OwnedModels,
  findings: Findings,
): void {
  const gone = owned.abandoned.length === 0 ? undefined : placesOf(owned.abandoned)
  for (const placed of targets) {
    const { list, index, container } = placed
    const name = nameOf(container.name)
    const isNamed = isLinkMode(mode) && isOurName(name, names)
    const isInitializer = list === 'initContainers' && name === fetchNames.container
    const isGone = gone !== undefined && isAmong(gone, placed)
    if (!isNamed && !claimOf.has(name) && !isInitializer && !isGone) continue
    conflict(
      findings,
      'TargetReserved',
      [list, index, 'name'],
      () =>
        `expected a target with a name of its own, found ${name}, which is needed for the model; rename it${isNamed ? ', or choose other names in the config' : ''}`,
    )
  }
}
