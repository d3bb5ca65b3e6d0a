import { join } from 'node:path'
import { buildFolder, findFolder, type ProgramFolder, type Programs } from './program-folder.js'

const versions = { kubernetes: '1.37.2', etcd: '3.7.3' }

/** The programs of a control plane, laid out as setup-envtest does. */
const controlPlane: ProgramFolder = {
  names: ['etcd', 'kube-apiserver', 'kubectl'],
  variable: 'KUBEBUILDER_ASSETS',
  cached: join('control-plane', versions.kubernetes),
  build: [join(import.meta.dirname, 'build'), versions.kubernetes, versions.etcd],
  duration: 'ten minutes',
}

/** Finds the programs: in the folder that `KUBEBUILDER_ASSETS` names, else those that the project built or can build. */
export const findPrograms = (): Programs => findFolder(controlPlane)

/** Builds the programs where they are not there yet; the first time takes some ten minutes. */
export const buildPrograms = (programs: { readonly folder: string; readonly isBuilt: boolean }): Promise<void> =>
  buildFolder(controlPlane, programs)
