import { applyOverlay, compileOverlay, type PodSpecLike } from 'modelcar'
import { checkJob } from './check-job.js'
import { overlayOf } from './template.js'

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

/** The pod that the runner makes by itself: the workspace is checked out first, and every container has it. */
function ownPod({ image, script, services }: Job): PodSpecLike {
  const workspace = [{ name: 'workspace', mountPath: '/workspace' }]
  return {
    initContainers: [{ name: 'checkout', image: 'registry.example/runner/checkout:2', volumeMounts: workspace }],
    containers: [
      { name: 'job', image, command: ['sh', '-ec', escaped(script)], volumeMounts: workspace },
      ...services.map(({ name, image }) => ({ name, image, volumeMounts: workspace })),
    ],
    volumes: [{ name: 'workspace', emptyDir: {} }],
    ...{ restartPolicy: 'Never' },
  }
}

/** The kubelet reads `$$` and `$(NAME)` in a command before any shell does (Kubernetes: Define a Command and Arguments for a Container). */
const escaped = (script: string): string => script.replaceAll('$', () => '$$')

/**
 * The pod of a job, with what a user's template says of it. Lists are merged by their keys, so that the runner's own containers,
 * volumes and mounts stay; what the template says of `$job` goes to the job's container and to no other. Neither is written to.
 *
 * @param template - parsed YAML. `null` says nothing, as in a manifest. Errors call what it says of `$job` `target`, and count the
 * other containers without it.
 *
 * @throws `ModelcarConfigError` for a job that is incomplete or a template that no API server would take, `ModelcarConflictError` for a
 * template that takes the name of something that the runner needs.
 */
export function jobPod(job: Job, template: PodTemplate | null): PodSpecLike {
  checkJob(job)
  // The merge also tells names that are none, or are there twice.
  const own = applyOverlay({ containers: [] }, { spec: ownPod(job) })
  return compileOverlay(overlayOf(template)).inject(own)
}
