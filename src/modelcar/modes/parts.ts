import { field } from '../../json.js'
import type { LinkVolume } from '../config/link-volumes.js'
import type { Model, ResolvedConfig } from '../config/resolve.js'
import type { Applied, Ids } from '../record/applied.js'
import { readRecord } from '../record/read.js'
import type { PodUsers } from '../user.js'
import type { ModeName } from './names.js'
import {
  mergedBy,
  preferred,
  recorded,
  type MergeList,
  type NamedOverlay,
  type OverlayObject,
  type Preferred,
  type Recorded,
} from '../../overlay/overlay.js'
import type { Resources } from '../../overlay/merge/resources.js'

/*
 * Parts that the modes have in common.
 */

/** KServe's CpuModelcarDefault and MemoryModelcarDefault (pkg/constants); requests equal limits, for the Guaranteed QoS class. */
const amounts = { cpu: '10m', memory: '15Mi' }

/** What a container that carries a script is given where neither the config nor the pod says otherwise. */
export const preferredResources: Resources = { limits: amounts, requests: amounts }

/** Resources of a container that carries a script: the config's, else a preference. */
export const resources = (config: ResolvedConfig): Recorded<Resources> | Preferred<Resources> =>
  config.resources === undefined
    ? preferred(preferredResources)
    : recorded(config.resources, (container) => readRecord(container)?.container.resources)

/** A volume that models are linked in or fetched to. What it is of is a preference, as another writable source serves as well. */
export const volume = ({ volumeSource }: ResolvedConfig, name: string): NamedOverlay =>
  volumeSource === undefined
    ? { name, emptyDir: preferred({}) }
    : {
        name,
        ...Object.fromEntries(Object.entries(volumeSource).map(([source, content]) => [source, preferred(content)])),
      }

/** The model's image, which others may rewrite. */
export const image = (model: Model): Recorded<string> =>
  recorded(model.image, (container) => readRecord(container)?.image)

/** What a container's script records: the image, what the config sets on the container, and what is followed there. */
export function applied(
  { resources, imagePullPolicy }: ResolvedConfig,
  { image }: Model,
  securityContext: OverlayObject | undefined,
  follows: Ids,
): Applied {
  const followed = (key: keyof Ids) => (securityContext?.[key] === undefined ? undefined : follows[key])
  return {
    image,
    container: united({ resources, imagePullPolicy, securityContext }) ?? {},
    follows: { runAsUser: followed('runAsUser'), runAsGroup: followed('runAsGroup') },
  }
}

/** The UID and GID of the containers that the kernel has to let read each other's root, where the config names them. */
export const targetSecurityContext = ({ runAsUser, runAsGroup }: ResolvedConfig): OverlayObject | undefined =>
  united({ runAsUser, runAsGroup })

/** A container that links has the IDs of the targets: the config's, or those that are followed. */
export const sidecarSecurityContext = (config: ResolvedConfig, follows: Ids): OverlayObject | undefined =>
  united(config.securityContext, targetSecurityContext(config), { ...follows })

/**
 * KServe gives its prefetch container no UID. But where root is forbidden it needs one: the kubelet would not start an image
 * whose own user is root. What is followed it gets always, so that it passes where the targets do, but never root.
 */
export function prefetchSecurityContext(
  config: ResolvedConfig,
  { follows, isNonRoot }: PodUsers,
): OverlayObject | undefined {
  const { securityContext } = config
  const { runAsUser, runAsGroup } = follows
  const ofTargets = (securityContext?.runAsNonRoot ?? isNonRoot) === true ? targetSecurityContext(config) : undefined
  return united(securityContext, ofTargets, { runAsUser: runAsUser === 0 ? undefined : runAsUser, runAsGroup })
}

/** The fields of all objects that are defined, those of later ones in the place of earlier; undefined where there are none. */
function united(...objects: readonly (OverlayObject | undefined)[]): OverlayObject | undefined {
  let fields: Record<string, unknown> | undefined
  for (const object of objects) {
    if (object === undefined) continue
    for (const key in object) if (object[key] !== undefined) (fields ??= {})[key] = object[key]
  }
  return fields
}

/** The API server refuses `RestartContainer` on an init container that ends. */
const withoutRestarts: MergeList = (policies) =>
  policies.filter((policy) => field(policy, 'restartPolicy') !== 'RestartContainer')

/**
 * What an init container must not have that ends before the server starts: the API server refuses the rest of it without
 * `restartPolicy: Always`, and with that nothing would wait for its end.
 */
export const endsByItself: OverlayObject = {
  restartPolicy: null,
  restartPolicyRules: null,
  resizePolicy: mergedBy(withoutRestarts),
  livenessProbe: null,
  readinessProbe: null,
  startupProbe: null,
  lifecycle: null,
}

/** A writable mount of the whole volume. What would make it less is absent. */
export const linkMount = ({ name, path }: LinkVolume): OverlayObject => ({
  name,
  mountPath: path,
  readOnly: null,
  recursiveReadOnly: null,
  subPath: null,
  subPathExpr: null,
  mountPropagation: null,
})

/** Tells a server that its model may come later than it starts (KServe's ModelInitModeEnv, pkg/constants). */
export const asyncVariable = { name: 'MODEL_INIT_MODE', value: 'async' }

/** Tells whether a mode brings the model only after the server has started. */
export const isAsync = (mode: ModeName): boolean => mode === 'sidecar'
