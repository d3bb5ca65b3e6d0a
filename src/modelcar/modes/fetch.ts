import { fetchNames, fetchVariables } from '../config/fetch.js'
import type { ResolvedConfig } from '../config/resolve.js'
import { escapeExpansion } from '../../kubernetes/expansion.js'
import { mergedBy, preferred, type Overlay } from '../../overlay/overlay.js'
import { mergePairs, uriPair } from '../pairs.js'
import { endsByItself, linkMount, volume } from './parts.js'

/** What KServe ships in its ConfigMap for the storage initializer. */
const defaultImage = 'kserve/storage-initializer:latest'
const defaultResources = { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '100Mi' } }

/**
 * KServe's `fetch` mode (configureOciFetchToContainer, pkg/webhook/admission/pod/oci_fetch.go): its storage initializer pulls
 * the image into an empty directory before the server starts.
 */
export const fetch = (config: ResolvedConfig): Overlay => ({
  spec: {
    volumes: [
      ...dockerConfig(config).volumes,
      ...caBundle(config).volumes,
      ...config.models.map((model) => volume(config, model.volume)),
    ],
    initContainers: [
      {
        name: fetchNames.container,
        image: config.fetch.image ?? preferred(defaultImage),
        args: mergedBy(mergePairs(config.models.map(uriPair))),
        env: [...dockerConfig(config).env, ...caBundle(config).env, ...insecureRegistry(config).env],
        resources: config.fetch.resources ?? preferred(defaultResources),
        volumeMounts: [...dockerConfig(config).mounts, ...caBundle(config).mounts, ...modelMounts(config)],
        imagePullPolicy: config.imagePullPolicy,
        securityContext: config.securityContext,
        terminationMessagePolicy: preferred('FallbackToLogsOnError'),
        ...endsByItself,
      },
    ],
    imagePullSecrets: config.imagePullSecrets.map((name) => ({ name })),
  },
  targets: config.targets,
  target: { volumeMounts: modelMounts(config) },
})

const modelMounts = ({ models }: ResolvedConfig) => models.map(({ volume, path }) => linkMount({ name: volume, path }))

const nothing = { volumes: [], env: [], mounts: [] }

function dockerConfig({ fetch: { pullSecret } }: ResolvedConfig) {
  if (pullSecret === undefined) return nothing
  const { dockerConfigVolume: name, dockerConfigPath: mountPath } = fetchNames
  const items = [{ key: '.dockerconfigjson', path: 'config.json' }]
  return {
    volumes: [{ name, secret: { secretName: pullSecret, items, defaultMode: 0o400 } }],
    env: [{ name: fetchVariables.dockerConfig, value: `${mountPath}/config.json` }],
    mounts: [{ name, mountPath, readOnly: true, subPath: null }],
  }
}

function caBundle({ fetch: { caBundle: bundle } }: ResolvedConfig) {
  if (bundle === undefined) return nothing
  const { configMap, mountPath } = bundle
  return {
    volumes: [{ name: fetchNames.caBundleVolume, configMap: { name: configMap } }],
    env: [
      { name: fetchVariables.caBundleConfigMap, value: configMap },
      { name: fetchVariables.caBundlePath, value: escapeExpansion(mountPath) },
    ],
    mounts: [{ name: fetchNames.caBundleVolume, mountPath, readOnly: true, subPath: null }],
  }
}

const insecureRegistry = ({ fetch: { insecureRegistry: isInsecure } }: ResolvedConfig) => ({
  env: isInsecure ? [{ name: fetchVariables.insecureRegistry, value: 'true' }] : [],
})
