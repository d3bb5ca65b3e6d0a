import { compileOverlay, type PodSpecLike } from 'modelcar'

/** A job as the runner knows it. */
export interface Job {
  readonly image: string
  readonly script: string
  readonly services: readonly { readonly name: string; readonly image: string }[]
}

type Container = Readonly<Record<string, unknown>> & { readonly name: string }

/** A pod template that a user wrote to say more of the job's pod: parsed YAML. */
export interface PodTemplate extends Readonly<Record<string, unknown>> {
  readonly containers?: readonly Container[]
}

/** The name by which a template speaks of the job's own container. */
const jobContainer = '$job'

/** The pod that the runner makes by itself: the workspace is checked out first, and every container has it. */
function ownPod({ image, script, services }: Job): PodSpecLike {
  const workspace = [{ name: 'workspace', mountPath: '/workspace' }]
  return {
    initContainers: [{ name: 'checkout', image: 'registry.example/runner/checkout:2', volumeMounts: workspace }],
    containers: [
      { name: 'job', image, command: ['sh', '-ec', script], volumeMounts: workspace },
      ...services.map((service) => ({ ...service, volumeMounts: workspace })),
    ],
    volumes: [{ name: 'workspace', emptyDir: {} }],
    ...{ restartPolicy: 'Never' },
  }
}

/**
 * The pod of a job, with what a user's template says of it. Lists are merged by their keys, so that the runner's own containers,
 * volumes and mounts stay; what the template says of `$job` goes to the job's container and to no other.
 *
 * @throws `ModelcarConfigError` for a template that no API server would take, `ModelcarConflictError` for one that takes the name of
 * something that the runner needs.
 */
export function jobPod(job: Job, template: PodTemplate): PodSpecLike {
  const { containers = [], ...rest } = template
  const [ofJob] = containers.filter(({ name }) => name === jobContainer)
  const { name: _name, ...target } = ofJob ?? { name: jobContainer }
  // No type is claimed for a user's text: what is wrong with it is found when it is compiled.
  const overlay: object = {
    spec: { ...rest, containers: containers.filter(({ name }) => name !== jobContainer) },
    targets: ['job'],
    // What runs is the job's, whatever the template says.
    target: { ...target, command: undefined, args: undefined },
  }
  return compileOverlay(overlay).inject(ownPod(job))
}
