import type { JsonObject } from '../../json.js'
import { isPreferred, preferredValue, type Overlay } from '../overlay.js'
import { conflict, type Findings } from '../plan/findings.js'
import type { Pod } from '../plan/pod.js'

/** The API server takes no pod that has both `hostPID` and `shareProcessNamespace`. */
export function namespaceChecker({ spec = {} }: Overlay): (pod: Pod, findings: Findings) => void {
  const says = ['hostPID', 'shareProcessNamespace'].some((name) => spec[name] !== undefined)
  if (!says) return () => undefined
  return (pod, findings) => {
    if (!willBe(pod.spec, spec, 'hostPID') || !willBe(pod.spec, spec, 'shareProcessNamespace')) return
    const [ours, theirs] =
      pod.spec.hostPID === true ? ['shareProcessNamespace', 'hostPID'] : ['hostPID', 'shareProcessNamespace']
    conflict(
      findings,
      'HostPID',
      [theirs],
      () => `expected no ${theirs}, found true, which excludes the overlay's ${ours}; remove one of them`,
    )
  }
}

function willBe(pod: JsonObject, spec: JsonObject, name: 'hostPID' | 'shareProcessNamespace'): boolean {
  const wanted = spec[name]
  if (wanted === undefined) return pod[name] === true
  if (!isPreferred(wanted)) return wanted === true
  // Nobody can tell a false hostPID from none: the API server drops it.
  const isThere = name === 'hostPID' ? pod[name] === true : pod[name] != null
  return (isThere ? pod[name] : preferredValue(wanted)) === true
}
