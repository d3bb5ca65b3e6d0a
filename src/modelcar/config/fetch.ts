import { cut, found, type JsonObject } from '../../json.js'
import { cleanPath, isAtOrUnder } from '../../kubernetes/clean-path.js'
import type { Resources } from '../../overlay/merge/resources.js'
import { at, checkKeys, readBoolean, readName, readObject, addCause, type Causes } from '../../input/check.js'
import { expectedOfPath } from '../../input/file-path.js'
import { expectedOfMount } from './mount-path.js'
import { readImage } from './image-reference.js'
import { storageInitializer } from './names.js'
import { readResources } from './resources.js'

/** What the fetch mode adds besides the models: names and paths of KServe (pkg/webhook/admission/pod/oci_fetch.go). */
export const fetchNames = {
  container: storageInitializer,
  dockerConfigVolume: 'kserve-oci-fetch-docker-config',
  dockerConfigPath: '/mnt/oci-fetch-auth',
  caBundleVolume: 'cabundle-cert',
} as const

/** The variables that tell KServe's storage initializer of these. */
export const fetchVariables = {
  dockerConfig: 'KSERVE_OCI_DOCKER_CONFIG',
  caBundleConfigMap: 'CA_BUNDLE_CONFIGMAP_NAME',
  caBundlePath: 'CA_BUNDLE_VOLUME_MOUNT_POINT',
  insecureRegistry: 'KSERVE_OCI_INSECURE_REGISTRY',
} as const

/** KServe's `caBundleVolumeMountPath`, as it ships. */
const defaultCaBundlePath = '/etc/ssl/custom-certs'

/** The config of the fetch mode. What is undefined is a preference of the mode. */
export interface ResolvedFetch {
  readonly image: string | undefined
  readonly resources: Resources | undefined
  readonly pullSecret: string | undefined
  readonly caBundle: { readonly configMap: string; readonly mountPath: string } | undefined
  readonly insecureRegistry: boolean
}

export function readFetch(causes: Causes, value: unknown, imagePullSecrets: readonly string[]): ResolvedFetch {
  const given = readObject(causes, value, 'fetch') ?? {}
  checkKeys(causes, given, ['image', 'resources', 'pullSecret', 'caBundle', 'insecureRegistry'], 'fetch')
  return {
    image: given.image == null ? undefined : readImage(causes, given.image, 'fetch.image'),
    resources: readResources(causes, given.resources, 'fetch.resources'),
    pullSecret: readName(causes, given.pullSecret, 'fetch.pullSecret') ?? imagePullSecrets[0],
    caBundle: readCaBundle(causes, given.caBundle),
    insecureRegistry: readBoolean(causes, given.insecureRegistry, 'fetch.insecureRegistry') ?? false,
  }
}

function readCaBundle(causes: Causes, value: unknown): ResolvedFetch['caBundle'] {
  const given = readObject(causes, value, 'fetch.caBundle')
  if (given === undefined) return undefined
  checkKeys(causes, given, ['configMap', 'mountPath'], 'fetch.caBundle')
  const mountPath = readPath(causes, given)
  if (given.configMap == null) {
    return addCause(
      causes,
      'Required',
      'fetch.caBundle.configMap',
      'expected the name of the ConfigMap that has the CA bundle, found nothing',
    )
  }
  const configMap = readName(causes, given.configMap, 'fetch.caBundle.configMap')
  return configMap === undefined || mountPath === undefined ? undefined : { configMap, mountPath }
}

function readPath(causes: Causes, { mountPath }: JsonObject): string | undefined {
  if (mountPath === undefined || mountPath === null) return defaultCaBundlePath
  const field = at('fetch.caBundle', 'mountPath')
  if (typeof mountPath !== 'string')
    return addCause(causes, 'InvalidType', field, `expected an absolute path, found ${found(mountPath)}`)
  const isPlain =
    mountPath.startsWith('/') &&
    !mountPath.includes(':') &&
    !mountPath.split('/').includes('..') &&
    cleanPath(mountPath) !== '/'
  const expected = isPlain
    ? (expectedOfPath(cleanPath(mountPath)) ?? expectedOfMount(cleanPath(mountPath)))
    : 'an absolute path below /, without ".." and ":"'
  return expected === undefined
    ? cleanPath(mountPath)
    : addCause(causes, 'InvalidValue', field, `expected ${expected}, found ${found(mountPath)}`)
}

/** The API server takes no two mounts at one path, and below a mount that is read-only the container runtime can make none. */
export function checkBundlePath(causes: Causes, { pullSecret, caBundle }: ResolvedFetch): void {
  if (pullSecret === undefined || caBundle === undefined) return
  const { mountPath } = caBundle
  const secret = fetchNames.dockerConfigPath
  if (!isAtOrUnder(mountPath, secret) && !isAtOrUnder(secret, mountPath)) return
  const message = `expected a path apart from ${secret}, where the pull secret is mounted, found ${cut(mountPath)}`
  addCause(causes, 'Duplicate', 'fetch.caBundle.mountPath', message)
}

/** Where the image of KServe's storage initializer has its own programs (python/storage-initializer.Dockerfile). */
const ofInitializer: readonly string[] = ['/kserve', '/prod_venv', '/storage-initializer']

/** A model may not lie where the storage initializer has its secret or its CA bundle. */
export function checkFetchPath(
  causes: Causes,
  { pullSecret, caBundle }: ResolvedFetch,
  path: string,
  field: string,
): void {
  const keepApart = (directory: string, what: string): void => {
    if (!isAtOrUnder(path, directory)) return
    const message = `expected a path apart from ${cut(directory)}, where ${what}, found ${cut(path)}`
    addCause(causes, 'Duplicate', field, message)
  }
  if (ofInitializer.includes(path)) keepApart(path, 'the storage initializer has its own programs')
  if (pullSecret !== undefined) keepApart(fetchNames.dockerConfigPath, 'the pull secret is mounted')
  if (caBundle !== undefined) keepApart(caBundle.mountPath, 'the CA bundle is mounted')
}
