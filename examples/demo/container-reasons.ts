import type { ModelcarConfig } from '../../src/index.js'
import { amountsReason, securityReason } from './amount-and-user-reasons.js'
import { asFields } from './cast.js'
import type { Change } from './changes.js'
import { fromConfig, leftOver, noMore, preference } from './general-reasons.js'
import { hasWholeImage, isLinked, roleOf, type Role } from './roles.js'

/** A change in a container, and what the container does. */
export interface Place extends Change {
  readonly role: Role
  readonly config: ModelcarConfig
}

/** Tells what a change in a container is for. */
export function fieldReason(change: Change, config: ModelcarConfig): string {
  const [list = '', name = '', field = ''] = change.path
  const place = { ...change, role: roleOf(config, list, name), config }
  const isGone = change.after == null
  if (isGone && endsByItself.has(field)) return 'an init container that ends before the server starts may not have it'
  return reasons[field]?.(place) ?? fromConfig
}

const endsByItself = new Set([
  ...['restartPolicy', 'restartPolicyRules', 'resizePolicy', 'lifecycle'],
  ...['livenessProbe', 'readinessProbe', 'startupProbe'],
])

type Reason = (place: Place) => string | undefined

const reasons: Readonly<Record<string, Reason>> = {
  image: ({ role, config: { fetch } }) => {
    if (role !== 'initializer') return 'the image that the config names'
    return fetch?.image == null ? preference : 'the image that the config’s fetch names'
  },
  command: commandReason,
  args: argsReason,
  env: ({ path, after }) => (after == null ? leftOver : variables[path[3] ?? '']),
  volumeMounts: mountReason,
  resources: amountsReason,
  imagePullPolicy: ({ after }) => (after == null ? noMore : 'the pull policy that the config names'),
  securityContext: securityReason,
  terminationMessagePolicy: () => preference,
  restartPolicy: () => 'has the init container keep running',
  resizePolicy: () => 'an init container that ends before the server starts may not ask for a restart',
  startupProbe: () => 'has the server wait until the model is there',
}

const variables: Readonly<Record<string, string>> = {
  MODEL_INIT_MODE: 'tells a KServe server that the model may appear after it has started',
  KSERVE_OCI_DOCKER_CONFIG: 'tells where the credentials for the model’s registry are',
  CA_BUNDLE_CONFIGMAP_NAME: 'tells which ConfigMap has the CA certificates of the model’s registry',
  CA_BUNDLE_VOLUME_MOUNT_POINT: 'tells where the CA certificates of the model’s registry are',
  KSERVE_OCI_INSECURE_REGISTRY: 'lets it talk to the model’s registry without TLS',
}

function commandReason({ path, before, after, role, config }: Place): string {
  if (scriptOf(before) === scriptOf(after)) return 'the first line of the script records what the config sets here'
  const isWhole = hasWholeImage(config, path[1] ?? '')
  if (role === 'prefetch')
    return isWhole ? 'the script that has the image pulled' : 'the script that looks for the model'
  return role === 'native-sidecar' && !isWhole
    ? 'the script that looks for the model, and links it'
    : 'the script that links the model'
}

/** A script without the line that records the config. */
const scriptOf = (command: unknown): string | undefined =>
  Array.isArray(command) ? command.map((word) => String(word).replace(/^# modelcar .*\n/, '')).join('\n') : undefined

function argsReason({ before, after, role, config: { mode } }: Place): string {
  if (role === 'initializer')
    return mode === 'fetch'
      ? 'tells what to download, and where to'
      : 'without what an earlier injection had it download'
  if (after != null) return fromConfig
  return /\/proc\/\$+\/root\/models|Pre-fetching modelcar/.test(String(before))
    ? 'KServe’s script, which command replaces'
    : 'the script in command takes no arguments'
}

function mountReason({ after, role, config }: Place): string {
  if (after == null) return leftOver
  const { name, mountPath } = asFields(after)
  const path = inOneLine(String(mountPath))
  if (role === 'sidecar' || role === 'native-sidecar') return `where it puts the link to the model, below ${path}`
  if (role !== 'initializer')
    return isLinked(config)
      ? `lets the container see the link to the model, below ${path}`
      : `lets the container see the model, at ${path}`
  if (name === 'kserve-oci-fetch-docker-config') return 'lets it read the credentials for the model’s registry'
  if (name === 'cabundle-cert') return 'lets it read the CA certificates of the model’s registry'
  return `where it puts the model, at ${path}`
}

/** A path may have line feeds. */
const inOneLine = (path: string): string => (/\p{Cc}/u.test(path) ? JSON.stringify(path) : path)
