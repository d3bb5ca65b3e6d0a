import { fetchNames } from '../../modelcar/config/fetch.js'
import type { ResolvedConfig } from '../../modelcar/config/resolve.js'
import { nameOf } from '../../json.js'
import { isLinkMode } from '../../modelcar/modes/names.js'
import { conflict, type Findings } from './findings.js'
import { isOurName, type Owned } from '../../modelcar/ownership.js'
import type { Placed, Pod } from './pod.js'
import type { Wanted } from './wanted.js'

/**
 * Finds the containers that are to read the model: by name in containers, then in init containers that are sidecars.
 * Without names by KServe's rule: `kserve-container`, else `worker-container`, and `transformer-container` where there is one
 * (getContainersWithModelAccess, pkg/webhook/admission/pod/storage_initializer_injector.go); it looks in containers only.
 */
export function findTargets(pod: Pod, { config, targets: names }: Wanted, findings: Findings): readonly Placed[] {
  if (names === undefined) return config === undefined ? [] : kserveTargets(pod, config, findings)
  const targets: Placed[] = []
  for (const name of names) {
    const target = find(pod, 'containers', name) ?? find(pod, 'initContainers', name)
    if (target !== undefined) targets.push(target)
    else missing(pod, `a container named ${name}`, config, findings)
  }
  return targets
}

function kserveTargets(pod: Pod, config: ResolvedConfig, findings: Findings): readonly Placed[] {
  const server = find(pod, 'containers', 'kserve-container') ?? find(pod, 'containers', 'worker-container')
  if (server === undefined) {
    missing(pod, 'a container named kserve-container or worker-container', config, findings)
    return []
  }
  const transformer = find(pod, 'containers', 'transformer-container')
  return transformer === undefined ? [server] : [server, transformer]
}

function find(pod: Pod, list: 'containers' | 'initContainers', name: string): Placed | undefined {
  const containers = pod[list]
  for (let index = 0; index < containers.length; index++) {
    const container = containers[index]
    if (container?.name !== name) continue
    if (list === 'containers' || container.restartPolicy === 'Always') return { list, index, container }
  }
  return undefined
}

/** @param config - undefined for a user's overlay, whose targets need not read a model. */
function missing(pod: Pod, expected: string, config: ResolvedConfig | undefined, findings: Findings): void {
  const names = pod.containers.map(({ name }) => nameOf(name))
  const sidecars = pod.initContainers
    .filter(({ restartPolicy }) => restartPolicy === 'Always')
    .map(({ name }) => `${nameOf(name)} (init)`)
  const there = [...names, ...sidecars].join(', ') || 'none'
  const message =
    config === undefined
      ? `expected ${expected}, found ${there}; name containers of the pod in targets`
      : `expected ${expected} to read the model, found ${there}; name the containers that do in targets`
  conflict(findings, 'TargetNotFound', ['containers'], message)
}

/** A target cannot have a name that the model's containers need, nor be one of them: the storage initializer is ours in every mode. */
export function checkReserved(
  targets: readonly Placed[],
  { claims, config }: Wanted,
  owned: Owned,
  findings: Findings,
): void {
  const isLink = config !== undefined && isLinkMode(config.mode)
  for (const { list, index, container } of targets) {
    const name = nameOf(container.name)
    const isReserved = claims.some((claim) => claim.name === name) || (isLink && isOurName(name, config.names))
    const isInitializer = list === 'initContainers' && name === fetchNames.container
    const isLeftover = owned.leftover.some((own) => own.list === list && own.index === index)
    if (!isReserved && !isInitializer && !isLeftover) continue
    const message = `expected a target with a name of its own, found ${name}, which is needed for the model; choose other names in the config`
    conflict(findings, 'TargetReserved', [list, index, 'name'], message)
  }
}
