import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Cluster } from '../../e2e/harness.js'
import { startContainerd, type Runtime } from './containerd.js'
import { startKubelet } from './kubelet.js'

/** Which node to start. */
export interface NodeSetup {
  readonly cluster: Cluster
  readonly name: string
  /** The folder with kubelet and runc. */
  readonly programs: string
  /** The folder with containerd; that of the other programs, unless it is another version. */
  readonly containerd?: string
  /** An OCI archive with all images that pods will need. */
  readonly images: string
}

/** A node that runs pods; all of it is data, so that it can be handed on to test files. */
export interface Node {
  readonly cluster: Cluster
  readonly name: string
  readonly runtime: Runtime
}

/** A node that is ready. */
export interface RunningNode {
  readonly node: Node
  readonly stop: () => Promise<void>
}

/** Starts a containerd and a kubelet. What they store is in memory: see `namespaces/inside`. */
export async function startNode(setup: NodeSetup): Promise<RunningNode> {
  const { cluster, name, programs, images } = setup
  const folder = join('/run', name)
  mkdirSync(folder)
  const runc = join(programs, 'runc')
  const containerd = await startContainerd({ folder, programs: setup.containerd ?? programs, runc, images })
  const { runtime } = containerd
  const program = join(programs, 'kubelet')
  const kubelet = await startKubelet({ cluster, name, folder, program, socket: runtime.socket })
  return {
    node: { cluster, name, runtime },
    stop: async () => {
      await kubelet.stop()
      await containerd.stop()
    },
  }
}
