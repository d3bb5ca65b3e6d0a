import { join } from 'node:path'
import { buildFolder, findFolder, type ProgramFolder, type Programs } from '../../e2e/control-plane/program-folder.js'

export const versions = {
  kubernetes: '1.37.2',
  containerd: '2.4.2',
  olderContainerd: '2.1.9',
  oldestContainerd: '2.0.14',
  crio: '1.34.0',
  runc: '1.5.2',
}

const runtime = ['containerd', 'containerd-shim-runc-v2', 'ctr']
const crio = ['crio', 'conmon', 'pinns']

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

/** Runtimes that are compared with a node's own: a still older containerd below `oldest`, CRI-O below `cri-o`. */
const otherRuntimes: ProgramFolder = {
  names: [...runtime.map((name) => `oldest/${name}`), ...crio.map((name) => `cri-o/${name}`)],
  variable: 'MODELCAR_NODE_RUNTIMES',
  cached: join('runtimes', `containerd-${versions.oldestContainerd}-cri-o-${versions.crio}`),
  build: [join(import.meta.dirname, 'build-runtimes'), versions.oldestContainerd, versions.crio],
  duration: 'five minutes',
}

/** Finds the programs: in the folder that `MODELCAR_NODE_PROGRAMS` names, else those that the project built or can build. */
export const findNodePrograms = (): Programs => findFolder(node)

/** Builds the programs where they are not there yet; the first time takes some fifteen minutes. */
export const buildNodePrograms = (programs: { readonly folder: string; readonly isBuilt: boolean }): Promise<void> =>
  buildFolder(node, programs)

/** Finds the runtimes that are compared with a node's own, in the same way. */
export const findOtherRuntimes = (): Programs => findFolder(otherRuntimes)

/** Builds these runtimes where they are not there yet. */
export const buildOtherRuntimes = (programs: { readonly folder: string; readonly isBuilt: boolean }): Promise<void> =>
  buildFolder(otherRuntimes, programs)
