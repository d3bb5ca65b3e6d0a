import type {
  V1Container,
  V1ContainerResizePolicy,
  V1EnvVar,
  V1ResourceRequirements,
  V1VolumeMount,
} from '@kubernetes/client-node'
import { isEmpty, sameWords } from './ours.js'
import { isOurMount } from './paths.js'
import { amounts, volumeName, type Ours } from './wanted.js'

/*
 * Whether a piece is as it should be: every value is looked at, not only the name.
 */

/** What would make a mount less than the whole volume, writable. */
export const neverInMount = ['readOnly', 'recursiveReadOnly', 'subPath', 'subPathExpr', 'mountPropagation'] as const

/** What would keep the init container from running once. */
export const neverInPrefetch = [
  ...(['restartPolicy', 'restartPolicyRules', 'livenessProbe', 'readinessProbe'] as const),
  ...(['startupProbe', 'lifecycle'] as const),
]

export const isEnvDone = ({ value, valueFrom }: V1EnvVar): boolean => value === 'async' && valueFrom == null

export const isMountDone = (mount: V1VolumeMount): boolean =>
  mount.name === volumeName &&
  mount.readOnly !== true &&
  isUnset(mount.recursiveReadOnly, 'Disabled') &&
  (mount.subPath ?? '') === '' &&
  (mount.subPathExpr ?? '') === '' &&
  isUnset(mount.mountPropagation, 'None')

/** What the API server takes a field for that is absent is no more than its absence. */
const isUnset = (value: string | undefined, initial: string): boolean =>
  value == null || value === '' || value === initial

/** The amounts of those resources that have neither a limit nor a request; undefined where all have one. */
export function missingAmounts(resources: V1ResourceRequirements | undefined): Record<string, string> | undefined {
  let missing: Record<string, string> | undefined
  for (const name in amounts) {
    if (resources?.limits?.[name] != null || resources?.requests?.[name] != null) continue
    missing ??= {}
    missing[name] = amounts[name]!
  }
  return missing
}

export function isDone(container: V1Container, ours: Ours, podResources: boolean): boolean {
  if (!sameWords(container.command, ours.command) || !isEmpty(container.args)) return false
  if ((container.image ?? '') === '' || (container.terminationMessagePolicy ?? '') === '') return false
  if (!podResources && missingAmounts(container.resources) !== undefined) return false
  return ours.mounts ? hasOurMount(container.volumeMounts ?? []) : runsOnce(container)
}

function hasOurMount(mounts: readonly V1VolumeMount[]): boolean {
  let count = 0
  for (const mount of mounts) {
    if (!isOurMount(mount)) continue
    count++
    if (count > 1 || !isMountDone(mount)) return false
  }
  return count === 1
}

/** The API server refuses these on a container that runs once. */
export const isRestart = ({ restartPolicy }: V1ContainerResizePolicy): boolean => restartPolicy === 'RestartContainer'

const hasRestarts = ({ resizePolicy }: V1Container): boolean => resizePolicy?.some(isRestart) === true

const runsOnce = (container: V1Container): boolean =>
  (container.restartPolicy ?? '') === '' &&
  isEmpty(container.restartPolicyRules) &&
  !hasRestarts(container) &&
  container.livenessProbe == null &&
  container.readinessProbe == null &&
  container.startupProbe == null &&
  container.lifecycle == null
