import type { ModelcarConfig, ModelcarOptions, ModelConfig, ResourcesConfig } from '../../src/index.js'
import { writtenByGo, type Decoded, type RecordedPod } from './recorded.js'

// KServe's rules, written down a second time, from what KServe decoded to what we should be configured with.

export const label = 'serving.kserve.io/inferenceservice'
export const annotation = 'internal.serving.kserve.io/storage-initializer-sourceuri'

/** KServe's struct for a recorded entry: Go reads keys in any case, and fills in zero values. */
export function decodedOf(config: Readonly<Record<string, unknown>>): Decoded {
  const byName = new Map(Object.entries(config).map(([key, value]) => [key.toLowerCase(), value]))
  const text = (key: string) => (byName.get(key.toLowerCase()) ?? '') as string
  const flag = (key: string) => (byName.get(key.toLowerCase()) ?? false) as boolean
  return {
    image: text('image'),
    cpuRequest: text('cpuRequest'),
    cpuLimit: text('cpuLimit'),
    cpuModelcar: text('cpuModelcar'),
    memoryRequest: text('memoryRequest'),
    memoryLimit: text('memoryLimit'),
    memoryModelcar: text('memoryModelcar'),
    caBundleConfigMapName: text('caBundleConfigMapName'),
    caBundleVolumeMountPath: text('caBundleVolumeMountPath'),
    enableModelcar: flag('enableModelcar'),
    enableOciModelSupport: flag('enableOciModelSupport'),
    uidModelcar: (byName.get('uidmodelcar') ?? null) as number | null,
    ociModelMode: text('ociModelMode'),
    ociInsecureRegistry: flag('ociInsecureRegistry'),
  }
}

/** ResolveOciModelMode. */
export function configuredMode(decoded: Decoded): string {
  if (decoded.ociModelMode !== '') return decoded.ociModelMode
  return decoded.enableModelcar || decoded.enableOciModelSupport ? 'modelcar' : ''
}

/** The mode of a URI, 'none' for one that is not OCI, '' for an OCI one without a mode. */
export function modeOf(uri: string, decoded: Decoded): string {
  const [, explicit] = /^oci\+([^:]+):\/\//.exec(uri) ?? []
  if (explicit !== undefined) return explicit
  return uri.startsWith('oci://') ? configuredMode(decoded) : 'none'
}

const plain = (uri: string): string => uri.replace(/^oci\+[^:]+:/, 'oci:')

export interface Asked {
  readonly decoded: Decoded
  readonly mode: string
  readonly namespace: string | undefined
  readonly spec: RecordedPod['spec'] & { readonly imagePullSecrets?: readonly { readonly name?: string }[] | null }
}

/** What the pod webhook is asked for. */
export const expectedSingle = (uri: string, asked: Asked): ModelcarConfig => ({
  image: plain(uri),
  ...expectedSettings(asked),
})

/** What the controller is asked for. */
export const expectedPlural = (
  models: readonly { uri: string; mountPath: string }[],
  asked: Asked,
): ModelcarConfig => ({
  models: models.map(({ uri, mountPath }): ModelConfig => ({ image: plain(uri), mountPath })),
  ...expectedSettings(asked),
})

function expectedSettings({ decoded, mode, namespace, spec }: Asked): ModelcarOptions {
  if (mode === 'native') return { mode: 'image-volume' }
  if (mode === 'modelcar') {
    const resources = modelcarResources(decoded)
    return {
      mode: 'sidecar',
      ...(resources && { resources }),
      ...(decoded.uidModelcar !== null && { runAsUser: decoded.uidModelcar }),
    }
  }
  const secret = spec.imagePullSecrets?.[0]?.name
  const path = decoded.caBundleVolumeMountPath
  const caBundle = {
    configMap: namespace === 'kserve' ? decoded.caBundleConfigMapName : 'global-ca-bundle',
    ...(path !== '' && { mountPath: path }),
  }
  return {
    mode: 'fetch',
    fetch: {
      ...(decoded.image !== '' && { image: decoded.image }),
      resources: {
        limits: { cpu: writtenByGo(decoded.cpuLimit), memory: writtenByGo(decoded.memoryLimit) },
        requests: { cpu: writtenByGo(decoded.cpuRequest), memory: writtenByGo(decoded.memoryRequest) },
      },
      ...(secret !== undefined && { pullSecret: secret }),
      ...(decoded.caBundleConfigMapName !== '' && { caBundle }),
      ...(decoded.ociInsecureRegistry && { insecureRegistry: true }),
    },
  }
}

/** Empty is the default, which KServe writes and we prefer. */
function modelcarResources({ cpuModelcar, memoryModelcar }: Decoded): ResourcesConfig | undefined {
  if (cpuModelcar === '' && memoryModelcar === '') return undefined
  const amounts = { cpu: writtenByGo(cpuModelcar || '10m'), memory: writtenByGo(memoryModelcar || '15Mi') }
  return { limits: amounts, requests: amounts }
}
