import { stringify } from 'yaml'
import { injectModelcar, type ModelcarConfig, type ModeName } from '../../src/index.js'

const podSpec = {
  containers: [
    { name: 'kserve-container', image: 'registry.example/serving/runtime:1' },
    { name: 'queue-proxy', image: 'registry.example/knative/queue:1' },
  ],
}

const image = 'registry.example/team/model:1'

/** Every field that a config may have beside `models`: a new one has to be added here. */
type Everything = { readonly [key in Exclude<keyof ModelcarConfig, 'models'>]-?: NonNullable<ModelcarConfig[key]> }

const everything = (mode: ModeName): Everything => ({
  image: `oci://${image}`,
  mode,
  mountPath: '/srv/my models/llama',
  sourcePath: mode === 'fetch' ? '/models' : '/weights/of llama',
  targets: ['kserve-container', 'queue-proxy'],
  resources: { limits: { memory: '64Mi' }, requests: { cpu: '5m', memory: '32Mi', 'ephemeral-storage': '1Mi' } },
  runAsUser: 1010,
  runAsGroup: 2020,
  imagePullPolicy: 'Always',
  imagePullSecrets: ['registry-credentials'],
  securityContext: 'restricted',
  volumeSource: { emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
  names: { sidecar: 'weights', initContainer: 'weights-check', volume: 'weights-link' },
  fetch: {
    image: 'registry.example/kserve/storage-initializer:1',
    resources: { limits: { memory: '2Gi' } },
    pullSecret: 'other-credentials',
    caBundle: { configMap: 'registry-ca', mountPath: '/etc/registry-ca' },
    insecureRegistry: true,
  },
  enabled: true,
})

/** Two models below one directory, and a third elsewhere. */
const several = (mode: ModeName): ModelcarConfig => ({
  mode,
  models: [
    { image, mountPath: '/mnt/models/base' },
    { image: 'registry.example/team/adapter:1', mountPath: '/mnt/models/adapter' },
    { image: 'registry.example/team/tokenizer:1', mountPath: '/opt/tokenizer/files' },
  ],
})

/** What a mode makes of a small pod, for the smallest config, one with everything set, and several models. */
export const render = (mode: ModeName): string =>
  [{ image, mode }, everything(mode), several(mode)]
    .map((config) => stringify({ config, out: injectModelcar(podSpec, config) }, options))
    .join('---\n')

const options = { lineWidth: 0, singleQuote: true, aliasDuplicateObjects: false }

/** The file that holds what a mode makes. */
export const goldenFile = (mode: ModeName): URL => new URL(`${mode}.yaml`, import.meta.url)
