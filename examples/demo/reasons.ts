import type { ModelcarConfig } from '../../src/index.js'
import { asFields } from './cast.js'
import type { Change } from './changes.js'
import { fieldReason } from './container-reasons.js'
import { fromConfig, leftOver, preference } from './general-reasons.js'
import { hasWholeImage, isLinked, roleOf, type Role } from './roles.js'

/** Tells what a change to a pod spec is for. */
export function reasonFor(change: Change, config: ModelcarConfig): string {
  const { path, after, isRepeated } = change
  const [field = '', name = '', inner] = path
  if (isRepeated) return 'is there more than once'
  if (inner !== undefined) return fieldReason(change, config)
  if (after == null) return leftOver
  if (field === 'containers' || field === 'initContainers') return carriers(config, name)[roleOf(config, field, name)]
  if (field === 'volumes') return volumeReason(change, config)
  if (field === 'imagePullSecrets')
    return `lets the kubelet pull ${config.mode === 'fetch' ? 'the storage initializer’s' : 'the model’s'} image`
  return field === 'shareProcessNamespace' ? shared : fromConfig
}

const shared = 'lets the server read the model’s files in the other container, through /proc'

const carriers = (config: ModelcarConfig, name: string): Readonly<Record<Role, string>> => ({
  sidecar: 'keeps the model’s image running, and links the model into the shared volume',
  'native-sidecar':
    'starts before the server, keeps the model’s image running, and links the model into the shared volume',
  prefetch: hasWholeImage(config, name)
    ? 'pulls the model’s image before the server starts'
    : 'pulls the model’s image before the server starts, and fails if there is no model in it',
  initializer: 'downloads the model before the server starts',
  other: fromConfig,
})

function volumeReason({ before, after }: Change, config: ModelcarConfig): string {
  const { image, secret, configMap, emptyDir, persistentVolumeClaim } = asFields(after)
  if (image != null) return imageReason(asFields(asFields(before)['image']), asFields(image), config)
  if (secret != null) return 'the credentials for the model’s registry'
  if (configMap != null) return 'the CA certificates of the model’s registry'
  const what = isLinked(config) ? 'the link to the model' : 'the downloaded model'
  if (emptyDir != null) return `an empty directory for ${what}`
  return persistentVolumeClaim == null
    ? `a volume of the pod’s own for ${what}`
    : `the volume of your claim, for ${what}`
}

/** Of an image volume, whose pull policy may be the one thing that changes. */
function imageReason(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  { imagePullPolicy }: ModelcarConfig,
): string {
  if (before['reference'] == null) return 'the model’s image itself, which the kubelet mounts read-only'
  if (before['reference'] !== after['reference']) return 'the image that the config names'
  return imagePullPolicy == null ? preference : 'the pull policy that the config names'
}
