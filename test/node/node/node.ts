import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Cluster } from '../../e2e/harness.js'
import { startKubelet } from './kubelet.js'
import type { Runtime } from './runtime.js'

/** Which node to start. */
export interface NodeSetup {
  readonly cluster: Cluster
  readonly name: string
  /** The folder with kubelet. */
  readonly programs: string
  /** Starts its runtime, which stores everything in the folder. */
  readonly startRuntime: (folder: string) => Promise<Runtime>
}

/** A node that runs pods; all of it is data, so that it can be handed on to test files. */
export interface Node {
  readonly cluster: Cluster
  readonly name: string
}

/** A node that is ready. */
export interface RunningNode {
  readonly node: Node
  readonly stop: () => Promise<void>
}

/** Starts a container runtime and a kubelet. What they store is in memory: see `namespaces/inside`. */
export async function startNode({ cluster, name, programs, startRuntime }: NodeSetup): Promise<RunningNode> {
  const folder = join('/run', name)
  mkdirSync(folder)
  const runtime = await startRuntime(folder)
  const program = join(programs, 'kubelet')
  const kubelet = await startKubelet({ cluster, name, folder, program, socket: runtime.socket })
  return {
    node: { cluster, name },
    stop: async () => {
      await kubelet.stop()
      await runtime.stop()
    },
  }
}
