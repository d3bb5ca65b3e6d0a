import { rmSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, afterEach, beforeAll } from 'vitest'

import { modelTools, serverTools } from './image.js'
import { commandLineOf, prefetchOf, startupProbeOf, type InjectedPod, type Runnable } from './injected-pod.js'
import {
  buildContainerImage,
  PodSandbox,
  Volumes,
  type Container,
  type ContainerImage,
  type User,
} from './pod-sandbox.js'
import { killAll, until } from './processes.js'
import type { ShellName } from './programs.js'
import { makeScratch } from './scratch.js'

export const weights = {
  model: 'weights of the model',
  server: 'not the model: of the server',
  other: 'not the model: of another container',
}

/** What differs from an image that has root as its user. */
export interface ImageOptions {
  readonly modelUser?: User
  readonly serverUser?: User
  /** Directories of the model's image that only root may read. */
  readonly privateDirectories?: readonly string[]
  /** Symbolic links of the model's image, by their paths. */
  readonly modelLinks?: Readonly<Record<string, string>>
  /** Where the files of the model are. */
  readonly modelDirectory?: string
}

export interface Outcome {
  readonly code: number | null
  readonly output: string
}

/** An injected pod on a node. */
export interface RunningPod {
  readonly volumes: Volumes
  prefetch(container?: Runnable): Promise<Outcome>
  /** Starts the sidecar, or that of another model. */
  createSidecar(container?: Runnable, weights?: string): Promise<Container>
  /** Executes the startup probe once: 0 lets the kubelet go on to the pod's next container. */
  probe(sidecar: Container, container?: Runnable): Promise<number | null>
  /** Starts the sidecar, or that of another model, and waits: as the kubelet does for one that has a startup probe. */
  startSidecar(container?: Runnable, weights?: string): Promise<Container>
  startServer(script: string, ...args: readonly string[]): Promise<Container>
  /** Starts a container that the injection knows nothing of. */
  startOther(): Promise<Container>
  /** Has a server read a file. */
  read(path: string): Promise<Outcome>
  reboot(): Promise<void>
}

export type RunPod = (injected: InjectedPod, options?: ImageOptions) => Promise<RunningPod>

export function usePods(shell: ShellName): RunPod {
  let directory = ''
  let layers: Readonly<Record<'model' | 'server', ContainerImage['layers']>> | undefined
  let pods = 0

  beforeAll(() => {
    directory = makeScratch(`pods-${shell}`)
    layers = {
      model: buildContainerImage(join(directory, 'model'), shell, modelTools),
      server: buildContainerImage(join(directory, 'server'), shell, serverTools),
    }
  })
  afterEach(killAll)
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true })
  })

  return (
    injected,
    {
      modelUser = root,
      serverUser = root,
      privateDirectories = [],
      modelLinks: links = {},
      modelDirectory = '/models',
    } = {},
  ) => {
    const { model, server } = layers!
    const imageOf = (of: keyof typeof weights, content: string = weights[of]): ContainerImage =>
      of === 'model'
        ? {
            layers: model,
            files: { [`${modelDirectory}/weights`]: content },
            user: modelUser,
            privateDirectories,
            links,
          }
        : { layers: server, files: { '/models/weights': content }, user: serverUser }
    return runPod(injected, imageOf, join(directory, `pod-${++pods}`))
  }
}

const root: User = { uid: 0, gid: 0 }

async function runPod(
  injected: InjectedPod,
  imageOf: (of: keyof typeof weights, content?: string) => ContainerImage,
  directory: string,
): Promise<RunningPod> {
  if (injected.spec.shareProcessNamespace !== true) throw new Error('its containers share no process namespace')
  const volumes = new Volumes(join(directory, 'volumes'))
  let boots = 0
  const boot = () => PodSandbox.create(join(directory, `boot-${++boots}`))
  let sandbox = await boot()

  const startServer: RunningPod['startServer'] = (script, ...args) => {
    const command = ['sh', '-c', script, 'server', ...args].map((element) => element.replaceAll('$', '$$$$'))
    return sandbox.start({ ...injected.target, command }, imageOf('server'), volumes)
  }

  const createSidecar: RunningPod['createSidecar'] = (container = injected.sidecar, content = weights.model) =>
    sandbox.start(container, imageOf('model', content), volumes)

  const probe: RunningPod['probe'] = async (sidecar, container = injected.sidecar) =>
    (await sidecar.exec(commandLineOf(startupProbeOf(container))).finished).code

  return {
    volumes,
    startServer,
    prefetch: async (container = prefetchOf(injected)) => {
      const { code, output } = await (await sandbox.start(container, imageOf('model'), volumes)).finished
      return { code, output }
    },
    createSidecar,
    probe,
    startSidecar: async (container = injected.sidecar, content = weights.model) => {
      const sidecar = await createSidecar(container, content)
      await until(`${container.name} has started`, async () => {
        if (sidecar.hasExited()) throw new Error(`${container.name} ended: ${sidecar.output()}`)
        if (container.startupProbe !== undefined) return (await probe(sidecar, container)) === 0
        return sidecar.commandLines().includes('sleep infinity')
      })
      return sidecar
    },
    startOther: () => {
      const securityContext = injected.target.securityContext ?? {}
      const other = { name: 'other', command: ['sh', '-c', 'exec sleep infinity'], securityContext }
      return sandbox.start(other, imageOf('other'), volumes)
    },
    read: async (path) => {
      const { code, output } = await (await startServer('exec cat "$1"', path)).finished
      return { code, output }
    },
    reboot: async () => {
      await sandbox.destroy()
      sandbox = await boot()
    },
  }
}
