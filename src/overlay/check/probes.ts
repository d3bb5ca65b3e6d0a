import { isObject, type JsonObject } from '../../json.js'
import { statedValue } from '../overlay.js'
import { fault, foundIn, type State } from './state.js'

/**
 * Checks what a field of a probe may be by what the probe is for: only a readiness probe may have to succeed more than once, and only the others
 * end a container (validateReadinessProbe, validateLivenessProbe and validateStartupProbe of pkg/apis/core/validation).
 */
export function checkProbeFields(state: State, container: JsonObject, field: string): void {
  for (const name of ['livenessProbe', 'startupProbe', 'readinessProbe']) {
    const probe = statedValue(container[name])
    if (!isObject(probe)) continue
    const [threshold, grace] = [statedValue(probe.successThreshold), statedValue(probe.terminationGracePeriodSeconds)]
    if (name !== 'readinessProbe' && typeof threshold === 'number' && threshold > 1) {
      const message = `expected 1, found ${foundIn(threshold)}; only a readinessProbe may have to succeed more than once`
      fault(state, 'InvalidValue', `${field}.${name}.successThreshold`, message)
    }
    if (typeof grace !== 'number') continue
    const where = `${field}.${name}.terminationGracePeriodSeconds`
    if (name === 'readinessProbe')
      fault(state, 'InvalidValue', where, `expected none, found ${foundIn(grace)}; a readinessProbe ends no container`)
    else if (grace < 1) fault(state, 'InvalidValue', where, `expected a number of 1 or more, found ${foundIn(grace)}`)
  }
}
