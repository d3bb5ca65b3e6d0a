import type { StorageUri } from '../../src/kserve/index.js'
import { annotation, label } from './expected.js'
import { casesOf, configMapOf, type RecordedCase } from './recorded.js'

// Every recorded case as a request of ours: a ConfigMap, a pod, and what is known of it besides.

export interface Request {
  readonly name: string
  readonly configMap: unknown
  readonly pod: unknown
  readonly options: {
    readonly namespace?: string | undefined
    readonly storageUris?: readonly StorageUri[] | undefined
  }
}

/** A recorded pod or pod template, with the namespace and `storageUris` of the call. */
export function requestOf(recorded: RecordedCase): Request {
  const { name, pod, podSpec, storageUris, namespace, annotations } = recorded
  return {
    name,
    configMap: configMapOf(recorded),
    pod: pod ?? { ...(annotations && { metadata: { annotations } }), spec: podSpec },
    options: { ...(namespace && { namespace }), ...(storageUris && { storageUris }) },
  }
}

const image = 'registry.example.com/models/llama:v1'
const spec = { containers: [{ name: 'kserve-container' }], imagePullSecrets: [{ name: 'pull' }] }

/** A recorded ConfigMap, in every mode that a pod may ask for, in two namespaces, once and with `storageUris`. */
const ofParser = (recorded: RecordedCase): readonly Request[] =>
  ['oci', 'oci+modelcar', 'oci+native', 'oci+fetch'].flatMap((scheme) =>
    ['models', 'kserve'].flatMap((namespace) => {
      const uri = `${scheme}://${image}`
      const annotated = { metadata: { labels: { [label]: 'demo' }, annotations: { [annotation]: uri } }, spec }
      const storageUris = ['/mnt/a/model', '/mnt/b/model'].map((mountPath) => ({ uri, mountPath }))
      const common = { name: recorded.name, configMap: configMapOf(recorded) }
      return [
        { ...common, pod: annotated, options: { namespace } },
        { ...common, pod: { spec }, options: { namespace, storageUris } },
      ]
    }),
  )

const amounts = { memoryRequest: '1Mi', memoryLimit: '1Gi', cpuRequest: '1m', cpuLimit: '1' }

const ofPaths = (recorded: RecordedCase): Request => ({
  ...requestOf(recorded),
  configMap: { storageInitializer: JSON.stringify({ ...amounts, ociModelMode: recorded.mode }) },
  pod: { spec },
})

/** The functions of one mode are called for one source after the other; to us that is a list of them. */
const ofMode =
  (ociModelMode: string) =>
  (recorded: RecordedCase): Request => ({
    ...requestOf(recorded),
    configMap: { storageInitializer: JSON.stringify({ ...amounts, ...recorded.config, ociModelMode }) },
    options: { storageUris: recorded.sources?.map(({ uri, path }) => ({ uri, mountPath: path })) },
  })

export const requests: readonly Request[] = [
  ...['InjectModelcar', 'CommonStorageInitialization', 'Handle'].flatMap(casesOf).map(requestOf),
  ...casesOf('GetStorageInitializerConfigs').flatMap(ofParser),
  ...casesOf('ValidateOCIMountPaths').map(ofPaths),
  ...casesOf('ConfigureModelcarToContainer').map(ofMode('modelcar')),
  ...casesOf('ConfigureOciNativeToContainer').map(ofMode('native')),
  ...casesOf('ConfigureOciFetchToContainer').map(ofMode('fetch')),
]
