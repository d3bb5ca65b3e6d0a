import { ModelcarConfigError } from 'modelcar'
import { isObject } from './json.js'
import { withoutNulls } from './without-nulls.js'

/** The name by which a template speaks of the job's own container. */
const jobContainer = '$job'

/**
 * The overlay that a template becomes: what it says of `$job` is the overlay's `target`, all else its `spec`. No type is claimed for a
 * user's text: what is wrong with it is found when the overlay is compiled.
 *
 * @throws `ModelcarConfigError` where `$job` is there twice, as either may be what the user wants, and for a whole pod.
 */
export function overlayOf(template: unknown): object {
  const said = withoutNulls(template ?? {})
  if (!isObject(said)) return { spec: said }
  const whole = ['kind', 'metadata', 'spec'].filter((field) => said[field] !== undefined)
  if (whole.length > 0) throw wholePod(whole)
  const { containers = [] } = said
  if (!Array.isArray(containers)) return { spec: said }
  const [first, second] = containers.flatMap((each, index) => (isOfJob(each) ? index : []))
  if (second !== undefined) throw twice(second)
  const job: unknown = first === undefined ? {} : containers[first]
  return {
    // The pod ends with its job, and what runs is the job's, whatever the template says.
    spec: { ...said, containers: containers.filter((each) => !isOfJob(each)), restartPolicy: undefined },
    targets: ['job'],
    target: {
      ...(isObject(job) && job),
      name: undefined,
      command: undefined,
      args: undefined,
      restartPolicy: undefined,
    },
  }
}

const isOfJob = (container: unknown): boolean => isObject(container) && container.name === jobContainer

const twice = (index: number): ModelcarConfigError => {
  const field = `spec.containers[${index}].name`
  const message = `expected ${jobContainer} once, found it again; put both into one entry`
  return new ModelcarConfigError([{ code: 'Duplicate', field, message }], 0, 'overlay')
}

const wholePod = (fields: readonly string[]): ModelcarConfigError => {
  const message = 'expected the fields of a pod spec, found one of a whole pod; write what its spec has'
  const causes = fields.map((field) => ({ code: 'Unknown' as const, field: `spec.${field}`, message }))
  return new ModelcarConfigError(causes, 0, 'overlay')
}
