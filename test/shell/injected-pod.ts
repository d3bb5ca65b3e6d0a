import { posix } from 'node:path'

import { injectModelcar, type ModelcarConfig, type PodSpecLike } from '../../src/index.js'
import { expandCommand, type Environment } from './kubelet-expansion.js'

/** The modes whose texts run in a shell. */
export const linkModes = ['sidecar', 'native-sidecar'] as const
export type LinkMode = (typeof linkModes)[number]

/** A container, as far as a runtime needs to know it to start it. */
export interface Runnable {
  readonly name: string
  readonly command?: readonly string[]
  readonly restartPolicy?: string
  readonly startupProbe?: { readonly exec?: { readonly command?: readonly string[] } }
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[]
  readonly securityContext?: {
    readonly runAsUser?: number
    readonly runAsGroup?: number
    readonly readOnlyRootFilesystem?: boolean
    readonly allowPrivilegeEscalation?: boolean
    readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] }
  }
}

export const image =
  'registry.example:5000/team/model@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

/** What the kubelet puts into the environment of every container: a reference to it would be expanded. */
export const serviceLinks: Environment = {
  KUBERNETES_SERVICE_HOST: '10.96.0.1',
  KUBERNETES_PORT: 'tcp://10.96.0.1:443',
  id: 'expanded',
  HOME: '/root',
}

const server: PodSpecLike = { containers: [{ name: 'kserve-container', image: 'registry.example/serving/runtime:1' }] }

export interface InjectedPod {
  readonly spec: PodSpecLike
  readonly sidecar: Runnable
  /** In mode `sidecar` only. */
  readonly prefetch: Runnable | undefined
  readonly target: Runnable
}

export function injectedPod(config: ModelcarConfig, podSpec: PodSpecLike = server): InjectedPod {
  const spec = injectModelcar(podSpec, config)
  return {
    spec,
    sidecar: containerOf(spec, config.names?.sidecar ?? 'modelcar'),
    prefetch:
      config.mode === 'native-sidecar' ? undefined : containerOf(spec, config.names?.initContainer ?? 'modelcar-init'),
    target: containerOf(spec, 'kserve-container'),
  }
}

export function containerOf({ containers, initContainers = [] }: PodSpecLike, name: string): Runnable {
  const all = [...initContainers, ...containers] as readonly Runnable[]
  const container = all.find((candidate) => candidate.name === name)
  if (container === undefined) throw new Error(`the pod has no container ${name}`)
  return container
}

export function prefetchOf({ prefetch }: InjectedPod): Runnable {
  if (prefetch === undefined) throw new Error('the pod has no prefetch container')
  return prefetch
}

/**
 * What the kubelet executes in a container that it has started. It expands this as it does the container's command, only that
 * it knows fewer variables then: those of the container's own `env` that have a literal value.
 */
export function startupProbeOf(container: Runnable): Runnable {
  const command = container.startupProbe?.exec?.command
  if (command === undefined) throw new Error(`${container.name} has no startup probe that executes a command`)
  return { ...container, command }
}

/** The command line that the kubelet hands to the runtime. */
export function commandLineOf(container: Runnable, environment: Environment = serviceLinks): readonly string[] {
  if (container.command === undefined) throw new Error(`${container.name} has no command`)
  return container.command.map((element) => expandCommand(element, environment))
}

/** Where the volume is that the sidecar and the target share: the link has to be in there, or only the sidecar sees it. */
export function sharedDirectoryOf({ sidecar, target }: InjectedPod): string {
  const shared = sidecar.volumeMounts?.find(({ name, mountPath }) =>
    target.volumeMounts?.some((mount) => mount.name === name && mount.mountPath === mountPath),
  )
  if (shared === undefined) throw new Error('the sidecar and the target share no volume')
  return posix.normalize(shared.mountPath)
}

/** A path as the kernel reads it. */
export function cleanPath(path: string): string {
  const normal = posix.normalize(path)
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal
}
