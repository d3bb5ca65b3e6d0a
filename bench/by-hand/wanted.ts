import type { V1Container, V1PodSpec, V1ResourceRequirements } from '@kubernetes/client-node'
import { injectModelcar } from '../../src/index.js'

/*
 * What one config comes to, as somebody would write it who needs no other.
 */

export const config = { image: 'registry.example.com/models/sklearn-iris:v1' } as const

export const image = config.image
export const volumeName = 'kserve-provision-location'
export const mountPath = '/mnt'
export const modelPath = '/mnt/models'
/** Where the model is in its image. */
export const sourcePath = '/models'
export const amounts: Readonly<Record<string, string>> = { cpu: '10m', memory: '15Mi' }
export const messagePolicy = 'FallbackToLogsOnError'

// The shell texts are taken from the library: they are long, change now and then, and cost nothing.
const sample = injectModelcar<V1PodSpec>({ containers: [{ name: 'kserve-container' }] }, config)

/** A container of ours: what tells the two apart. */
export interface Ours {
  readonly name: string
  readonly command: readonly string[]
  readonly mounts: boolean
}

export const sidecar: Ours = { name: 'modelcar', command: sample.containers[1]?.command ?? [], mounts: true }
export const prefetch: Ours = {
  name: 'modelcar-init',
  command: sample.initContainers?.[0]?.command ?? [],
  mounts: false,
}

export const newMount = () => ({ name: volumeName, mountPath })
export const newVolume = () => ({ name: volumeName, emptyDir: {} })
export const newEnv = () => ({ name: 'MODEL_INIT_MODE', value: 'async' })
const newResources = (): V1ResourceRequirements => ({ limits: { ...amounts }, requests: { ...amounts } })

/** A new container of ours; beside pod-level resources it gets none of its own. */
export function newContainer({ name, command, mounts }: Ours, podResources: boolean): V1Container {
  const container: V1Container = { name, image, command: [...command], terminationMessagePolicy: messagePolicy }
  if (!podResources) container.resources = newResources()
  if (mounts) container.volumeMounts = [newMount()]
  return container
}
