import { type Config, isFresh, targetContainers } from '../config.js'
import { type Fields, sameJson } from '../../../src/testing/json.js'
import {
  cleanPath,
  containersOf,
  envOf,
  initContainersOf,
  mountsOf,
  namesOf,
  type PodSpec,
  volumesOf,
} from '../../../src/testing/pod.js'
import { attempt, demand } from '../refusal.js'
import { unmet } from '../unmet.js'
import { BrokenLaw, type Verdict } from '../../../src/testing/laws/law.js'

type Injector = (podSpec: PodSpec, config: Config) => PodSpec

/**
 * L4: whatever another config with the same names made of a pod, the pod that comes out has everything that this config sets.
 * Where the pod was fresh, nothing recognisable is left of the other config: the same containers, volumes, mounts and
 * variables come out as if only this config had ever been there.
 */
export function assertConvergent(inject: Injector, podSpec: PodSpec, first: Config, second: Config): Verdict {
  const before = attempt(() => inject(podSpec, first))
  const direct = attempt(() => inject(podSpec, second))
  if ('refusal' in before || 'refusal' in direct) return 'refused'
  // Never weaken, and leave UIDs alone: where one config forbade root on our containers and the other set UID 0, the second is
  // refused, as it would be beside a webhook that had done so.
  if ((isRoot(second) && forbidsRoot(first)) || (isRoot(first) && forbidsRoot(second))) return 'refused'
  const converged = demand('L4 convergent', () => inject(before.result, second))
  const missing = unmet(converged, second)
  if (missing.length > 0) throw new BrokenLaw('L4 convergent: the second config is not met', { details: [...missing] })
  if (!isFresh(podSpec, first) || !isFresh(podSpec, second)) return 'held'
  const [made, wanted] = [inventory(converged, second), inventory(direct.result, second)]
  for (const [key, names] of Object.entries(wanted)) {
    if (!sameJson(made[key], names))
      throw new BrokenLaw(`L4 convergent: ${key} of the first config are left`, { details: [made[key], names] })
  }
  return 'held'
}

/** What stands in a pod by name; former targets may keep a mount, so only those of the config's targets count. */
function inventory(podSpec: PodSpec, config: Config): Fields {
  const targets = targetContainers(podSpec, config)
  return {
    containers: namesOf(containersOf(podSpec)).sort(),
    initContainers: namesOf(initContainersOf(podSpec)).sort(),
    volumes: namesOf(volumesOf(podSpec)).sort(),
    mounts: targets.map((target) =>
      mountsOf(target)
        .map(({ name, mountPath }) => `${String(name)}:${cleanPath(mountPath)}`)
        .sort(),
    ),
    variables: targets.map((target) => namesOf(envOf(target)).sort()),
  }
}

const isRoot = ({ runAsUser }: Config): boolean => runAsUser === 0

const forbidsRoot = ({ securityContext }: Config): boolean =>
  securityContext === 'restricted' || securityContext?.runAsNonRoot === true
