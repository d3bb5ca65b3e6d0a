import type { ResolvedConfig } from '../config/resolve.js'
import type { Overlay } from '../../overlay/overlay.js'
import { fetch } from './fetch.js'
import { imageVolume } from './image-volume.js'
import type { PodUser } from '../user.js'
import type { ModeName } from './names.js'
import { nativeSidecar } from './native-sidecar.js'
import { sidecar } from './sidecar.js'

/**
 * A mode: from a config to what a pod must look like. It knows nothing of how anything is looked for or inserted, and of the pod only
 * what that says of users.
 */
export type Mode = (config: ResolvedConfig, user?: PodUser) => Overlay

/** Every mode by its name. */
export const modes: Readonly<Record<ModeName, Mode>> = {
  sidecar,
  'native-sidecar': nativeSidecar,
  'image-volume': imageVolume,
  fetch,
}
