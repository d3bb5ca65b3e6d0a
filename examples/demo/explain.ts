import type { ModelcarConfig, Operation, PodSpecLike } from '../../src/index.js'
import { asFields } from './cast.js'
import { changesOf, type Change } from './changes.js'
import { reasonFor } from './reasons.js'

/** One change to a pod, for a person: what it is, and what it is for. */
export interface Explanation {
  readonly op: Operation['op']
  /** `init container modelcar-init`, or `kserve-container: variable MODEL_INIT_MODE`. */
  readonly what: string
  readonly why: string
}

/** Explains every difference that a config makes to a pod, in the order of the pod's YAML. */
export const explain = (before: PodSpecLike, after: PodSpecLike, config: ModelcarConfig): readonly Explanation[] =>
  changesOf(before, after).map((change) => ({
    op: operationOf(change),
    what: nameOf(change),
    why: reasonFor(change, config),
  }))

const operationOf = ({ before, after }: Change): Operation['op'] => {
  if (after == null) return 'remove'
  return before == null ? 'add' : 'replace'
}

function nameOf({ path, before, after }: Change): string {
  const [field = '', entry = '', inner, ...deeper] = path
  const title = titles[field]
  if (title === undefined) return path.join('.')
  if (inner === undefined) return `${title} ${entry}`
  if (inner === 'env') return `${entry}: variable ${deeper.join('.')}`
  if (inner === 'volumeMounts') return `${entry}: mount of ${String(asFields(after ?? before)['name'])}`
  return `${entry}: ${inner}`
}

const titles: Readonly<Record<string, string>> = {
  initContainers: 'init container',
  containers: 'container',
  volumes: 'volume',
  imagePullSecrets: 'pull secret',
}
