import type { ModelcarOptions, ResourcesConfig } from '../modelcar/config/config.js'
import type { ModeName } from '../modelcar/modes/names.js'
import { globalCaBundleConfigMap } from './names.js'
import { settingField, type Amounts, type Settings } from './settings.js'

/** KServe's CpuModelcarDefault and MemoryModelcarDefault (pkg/constants). */
const modelcarDefaults = { cpu: '10m', memory: '15Mi' }

/** Tells which field of KServe's says a field of a config, if one does: an error then names what the reader can change. */
export type Origin = (field: string) => string | undefined

/** A part of a config, or a whole one, and where its fields come from. */
export interface Part<Config = ModelcarOptions> {
  readonly config: Config
  readonly origin: Origin
}

/** The name of a pull secret, and the field of the pod that says it. */
export interface PullSecret {
  readonly name: string
  readonly field: string
}

/** What the settings say of our containers; in the modes without any they say nothing. */
export function settingsPart(
  settings: Settings,
  mode: ModeName,
  namespace: string | undefined,
  pullSecret: PullSecret | undefined,
): Part {
  if (mode === 'image-volume') return { config: {}, origin: () => undefined }
  return mode === 'fetch' ? fetchPart(settings, namespace, pullSecret) : linkPart(settings)
}

function linkPart({ modelcar, uid }: Settings): Part {
  const resources = modelcarResources(modelcar)
  return {
    config: { ...(resources && { resources }), ...(uid !== undefined && { runAsUser: uid }) },
    origin: (field) => linkOrigins.get(field),
  }
}

const linkOrigins = new Map([
  ['runAsUser', settingField('uidModelcar')],
  ['resources.limits.cpu', settingField('cpuModelcar')],
  ['resources.limits.memory', settingField('memoryModelcar')],
  ['resources.requests.cpu', settingField('cpuModelcar')],
  ['resources.requests.memory', settingField('memoryModelcar')],
])

/** Requests equal limits. Where nothing is set, the library's default is the same amounts, as a preference. */
function modelcarResources({ cpu, memory }: Amounts): ResourcesConfig | undefined {
  if (cpu === undefined && memory === undefined) return undefined
  const amounts = { cpu: cpu ?? modelcarDefaults.cpu, memory: memory ?? modelcarDefaults.memory }
  return { limits: amounts, requests: { ...amounts } }
}

function fetchPart(settings: Settings, namespace: string | undefined, pullSecret: PullSecret | undefined): Part {
  const { image, limits, requests, insecureRegistry, caBundleMountPath } = settings
  const configMap = caBundleConfigMap(settings, namespace)
  return {
    config: {
      fetch: {
        ...(image !== '' && { image }),
        resources: { limits: { ...limits }, requests: { ...requests } },
        ...(pullSecret && { pullSecret: pullSecret.name }),
        ...(configMap !== undefined && {
          caBundle: { configMap, ...(caBundleMountPath !== '' && { mountPath: caBundleMountPath }) },
        }),
        ...(insecureRegistry && { insecureRegistry }),
      },
    },
    origin: (field) => (field === 'fetch.pullSecret' ? pullSecret?.field : fetchOrigins.get(field)),
  }
}

const fetchOrigins = new Map([
  // A model's own path is fixed or the caller's; what it may collide with is the CA bundle.
  ['mountPath', settingField('caBundleVolumeMountPath')],
  ['fetch.image', settingField('image')],
  ['fetch.resources.limits.cpu', settingField('cpuLimit')],
  ['fetch.resources.limits.memory', settingField('memoryLimit')],
  ['fetch.resources.requests.cpu', settingField('cpuRequest')],
  ['fetch.resources.requests.memory', settingField('memoryRequest')],
  ['fetch.caBundle.configMap', settingField('caBundleConfigMapName')],
  ['fetch.caBundle.mountPath', settingField('caBundleVolumeMountPath')],
])

/** Outside of KServe's namespace the bundle is in a copy that has the same name everywhere. */
function caBundleConfigMap(settings: Settings, namespace: string | undefined): string | undefined {
  if (settings.caBundleConfigMap === '') return undefined
  return namespace === settings.namespace ? settings.caBundleConfigMap : globalCaBundleConfigMap
}
