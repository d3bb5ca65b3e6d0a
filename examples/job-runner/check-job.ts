import { ModelcarConfigError, type Cause, type ConfigCauseCode } from 'modelcar'
import { isObject, type JsonObject } from './json.js'

type Fault = Cause<ConfigCauseCode>

/**
 * Checks a job that came from outside, such as a queue: every field has to be there, of its type. Whether a name is one, and is there
 * once, is found when the pod is made.
 *
 * @throws `ModelcarConfigError` with all faults at once.
 */
export function checkJob(job: unknown): void {
  const faults = faultsOf(job)
  if (faults.length > 0) throw new ModelcarConfigError(faults, 0, 'arguments')
}

function faultsOf(job: unknown): readonly Fault[] {
  if (!isObject(job)) return [fault('job', 'an object', job)]
  const { services } = job
  return [
    ...textFaults(job, 'job', ['image', 'script']),
    ...(Array.isArray(services) ? services.flatMap(serviceFaults) : [fault('job.services', 'a list', services)]),
  ]
}

function serviceFaults(service: unknown, index: number): readonly Fault[] {
  const field = `job.services[${index}]`
  return isObject(service) ? textFaults(service, field, ['name', 'image']) : [fault(field, 'an object', service)]
}

const textFaults = (value: JsonObject, field: string, keys: readonly string[]): readonly Fault[] =>
  keys.flatMap((key) => (typeof value[key] === 'string' ? [] : [fault(`${field}.${key}`, 'a text', value[key])]))

const fault = (field: string, expected: string, value: unknown): Fault => ({
  code: value === undefined ? 'Required' : 'InvalidType',
  field,
  message: `expected ${expected}, found ${found(value)}`,
})

/** What was found, by its kind: a whole one may be long, or hold itself. */
function found(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`
}
