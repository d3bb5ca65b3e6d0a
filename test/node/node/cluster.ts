import { join } from 'node:path'
import { startEtcd } from '../../e2e/control-plane/etcd.js'
import { findPrograms } from '../../e2e/control-plane/programs.js'
import { makeFolder, startApiServer } from '../../e2e/harness.js'
import { writeArchive } from '../images/archive.js'
import { artifacts, imagesOf } from '../images/images.js'
import { startRegistry } from '../images/registry.js'
import { findNodePrograms } from '../programs/programs.js'
import { startContainerd } from './containerd.js'
import { startNode, type Node } from './node.js'

/** Where nodes have their images from. */
export interface Images {
  /** An OCI archive with all images. */
  readonly archive: string
  /** The host and port of a registry that has them, and artifacts. */
  readonly registry: string
}

/** A control plane and a node, in the namespaces that `within.ts` makes. */
export interface RunningCluster {
  readonly node: Node
  /** What another node needs of it. */
  readonly images: Images
  readonly stop: () => Promise<void>
}

/** Starts etcd, an API server and one node. Nothing else runs: pods have to name their node, and nobody makes their tokens. */
export async function startCluster(): Promise<RunningCluster> {
  if (process.env['TMPDIR'] !== '/run/tmp')
    throw new Error('a node needs namespaces of its own: see test/node/within.ts')
  const controlPlane = findPrograms().folder
  const programs = findNodePrograms().folder
  if (controlPlane === undefined || programs === undefined) throw new Error('within.ts builds the programs')

  const folder = makeFolder('images')
  const [archive, others] = [join(folder, 'images.tar'), join(folder, 'artifacts.tar')]
  writeArchive(archive, imagesOf(programs))
  writeArchive(others, artifacts)
  const registry = await startRegistry([archive, others])
  const images = { archive, registry: registry.host }
  const etcd = await startEtcd(controlPlane)
  const server = await startApiServer(controlPlane, etcd.url, ['--kubelet-preferred-address-types=InternalIP'])
  const node = await startNode({
    cluster: server.cluster,
    name: 'node',
    programs,
    startRuntime: (each) => startContainerd({ folder: each, programs, runc: join(programs, 'runc'), ...images }),
  })
  return {
    node: node.node,
    images,
    stop: async () => {
      await node.stop()
      await server.stop()
      await etcd.stop()
      registry.stop()
    },
  }
}
