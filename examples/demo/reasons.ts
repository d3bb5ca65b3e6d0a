import type { ModeName } from '../../src/index.js'
import { asFields } from './cast.js'

/** Tells what a change to a pod spec is for: by the field, by the tokens of the path below it, and by what is written there. */
export function reasonFor(mode: ModeName, field: string, rest: readonly string[], value: unknown): string {
  const [, list] = rest
  if (list !== undefined) return inContainer[list]?.(mode, asFields(value)) ?? asConfigured
  return reasons[field]?.(mode, asFields(value)) ?? asConfigured
}

const asConfigured = 'set because the config says so'

type Reason = (mode: ModeName, value: Readonly<Record<string, unknown>>) => string

const reasons: Readonly<Record<string, Reason>> = {
  initContainers: (mode, { restartPolicy }) => {
    if (mode === 'fetch') return 'downloads the model before the server starts'
    return restartPolicy === 'Always'
      ? 'starts before the server, keeps the model’s image running, and links the model into the shared volume'
      : 'pulls the model’s image before the server starts, and fails if there is no model in it'
  },
  containers: () => 'keeps the model’s image running, and links the model into the shared volume',
  volumes: (mode, { image, secret, configMap }) => {
    if (image !== undefined) return 'the model’s image itself, which the kubelet mounts read-only'
    if (secret !== undefined) return 'the credentials for the model’s registry'
    if (configMap !== undefined) return 'the CA certificates of the model’s registry'
    return mode === 'fetch'
      ? 'an empty directory for the downloaded model'
      : 'an empty directory for the link to the model'
  },
  imagePullSecrets: () => 'lets the kubelet pull the model’s image',
  shareProcessNamespace: () => 'lets the server read the model’s files in the other container, through /proc',
}

const sameUser: Reason = (mode) =>
  isLinked(mode) ? 'the same user on both sides, since /proc shows a container’s files to no other' : asConfigured

const isLinked = (mode: ModeName): boolean => mode === 'sidecar' || mode === 'native-sidecar'

const inContainer: Readonly<Record<string, Reason>> = {
  env: (_mode, { name }) =>
    name === 'MODEL_INIT_MODE' ? 'tells a KServe server that the model may appear after it has started' : asConfigured,
  volumeMounts: (mode, { mountPath }) =>
    isLinked(mode)
      ? `lets the container see the link to the model, below ${String(mountPath)}`
      : `lets the container see the model, at ${String(mountPath)}`,
  securityContext: sameUser,
  image: () => 'the image that the config names',
}
