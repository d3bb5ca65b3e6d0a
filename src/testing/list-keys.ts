import type { Fields } from './json.js'
import { cleanPath } from './pod.js'

/** The lists of a pod spec whose entries have a key, by their path, each with the text of that key. */
const listKeys: Readonly<Record<string, (entry: Fields) => string>> = {
  containers: name,
  initContainers: name,
  ephemeralContainers: name,
  volumes: name,
  imagePullSecrets: name,
  'containers[*].env': name,
  'containers[*].volumeMounts': mountPath,
  'containers[*].volumeDevices': ({ devicePath }) => String(devicePath),
  'containers[*].ports': port,
}

function name({ name }: Fields): string {
  return String(name)
}

function mountPath({ mountPath }: Fields): string {
  return cleanPath(mountPath)
}

function port({ containerPort, protocol }: Fields): string {
  return `${String(containerPort)}/${typeof protocol === 'string' ? protocol : 'TCP'}`
}

/** Gives the key of the entries of a list, by the list's path; `undefined` where they have none. */
export const keyOf = (path: string): ((entry: Fields) => string) | undefined =>
  listKeys[path.replace(/^(init|ephemeral)Containers\[/, 'containers[')]
