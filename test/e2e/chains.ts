import type { Link } from './admission.js'
import type { Mode } from './modes.js'

/** A webhook of a chain by its name, and whether it may be called again. */
export interface Place {
  readonly name: 'modelcar' | 'mesh' | 'mirror'
  readonly reinvocationPolicy: Link['reinvocationPolicy']
}

/** Webhooks in the order of their names, and what is true of a pod that they admit. */
export interface Chain {
  readonly name: string
  readonly places: readonly Place[]
  /** Who is called, in this order; a star says that the answer changes the pod. */
  readonly calls: string
  /** The same, where it is another one: a mode that adds no container gets no token for it, so less changes the pod. */
  readonly callsWithoutContainer?: string
  /** Where the server stands among the containers, in our first call and in the end. */
  readonly server: readonly [number, number]
  /** Where the model's image is pulled from in the end. */
  readonly registry: 'registry.example' | 'mirror.example'
}

/** The calls of a mode. */
export const callsIn = ({ calls, callsWithoutContainer = calls }: Chain, mode: Mode): string =>
  mode === 'image-volume' ? callsWithoutContainer : calls

const modelcar = { name: 'modelcar', reinvocationPolicy: 'IfNeeded' } as const
const mesh = { name: 'mesh', reinvocationPolicy: 'IfNeeded' } as const
const meshOnce = { name: 'mesh', reinvocationPolicy: 'Never' } as const
const mirror = { name: 'mirror', reinvocationPolicy: 'IfNeeded' } as const
const mirrorOnce = { name: 'mirror', reinvocationPolicy: 'Never' } as const

export const alone: Chain = {
  name: 'alone',
  places: [modelcar],
  // The ServiceAccount plugin mounts its token into the new container.
  calls: 'modelcar* modelcar',
  callsWithoutContainer: 'modelcar*',
  server: [0, 0],
  registry: 'registry.example',
}

export const chains: readonly Chain[] = [
  alone,
  {
    name: 'after a mesh',
    places: [mesh, modelcar],
    calls: 'mesh* modelcar* mesh modelcar',
    server: [1, 1],
    registry: 'registry.example',
  },
  {
    name: 'after a mesh that is called once',
    places: [meshOnce, modelcar],
    calls: 'mesh* modelcar* modelcar',
    server: [1, 1],
    registry: 'registry.example',
  },
  {
    name: 'before a mesh',
    places: [modelcar, mesh],
    calls: 'modelcar* mesh* modelcar mesh',
    server: [0, 1],
    registry: 'registry.example',
  },
  {
    name: 'before a mesh that is called once',
    places: [modelcar, meshOnce],
    calls: 'modelcar* mesh* modelcar',
    server: [0, 1],
    registry: 'registry.example',
  },
  {
    name: 'before a mirror',
    places: [modelcar, mirror],
    calls: 'modelcar* mirror* modelcar mirror',
    callsWithoutContainer: 'modelcar* mirror* modelcar',
    server: [0, 0],
    registry: 'mirror.example',
  },
  {
    name: 'before a mirror that is called once',
    places: [modelcar, mirrorOnce],
    calls: 'modelcar* mirror* modelcar',
    server: [0, 0],
    registry: 'mirror.example',
  },
  {
    name: 'after a mirror',
    places: [mirror, modelcar],
    calls: 'mirror* modelcar* mirror* modelcar',
    server: [0, 0],
    registry: 'mirror.example',
  },
  {
    // The mirror never gets to see the model's image.
    name: 'after a mirror that is called once',
    places: [mirrorOnce, modelcar],
    calls: 'mirror* modelcar* modelcar',
    callsWithoutContainer: 'mirror* modelcar*',
    server: [0, 0],
    registry: 'registry.example',
  },
]
