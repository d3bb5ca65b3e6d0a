import { join } from 'node:path'
import { buildFolder, findFolder, type ProgramFolder, type Programs } from '../../e2e/control-plane/program-folder.js'

export const versions = { kubernetes: '1.37.2', containerd: '2.4.2', olderContainerd: '2.1.9', runc: '1.5.2' }

const runtime = ['containerd', 'containerd-shim-runc-v2', 'ctr']

/** The programs of a node, and of an older one below `older`; `busybox` is what the tests' images are made of. */
const node: ProgramFolder = {
  names: ['kubelet', 'runc', 'pause', 'busybox', ...runtime, ...runtime.map((name) => `older/${name}`)],
  variable: 'MODELCAR_NODE_PROGRAMS',
  cached: join('node', versions.kubernetes),
  build: [
    join(import.meta.dirname, 'build'),
    versions.kubernetes,
    versions.containerd,
    versions.olderContainerd,
    versions.runc,
  ],
  duration: 'fifteen minutes',
}

/** Finds the programs: in the folder that `MODELCAR_NODE_PROGRAMS` names, else those that the project built or can build. */
export const findNodePrograms = (): Programs => findFolder(node)

/** Builds the programs where they are not there yet; the first time takes some fifteen minutes. */
export const buildNodePrograms = (programs: { readonly folder: string; readonly isBuilt: boolean }): Promise<void> =>
  buildFolder(node, programs)
