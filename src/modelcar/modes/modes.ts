import type { ResolvedConfig } from '../config/resolve.js'
import type { Overlay } from '../../overlay/overlay.js'
import { fetch } from './fetch.js'
import { imageVolume } from './image-volume.js'
import type { ModeName } from './names.js'
import { nativeSidecar } from './native-sidecar.js'
import { sidecar } from './sidecar.js'
import type { PodUsers } from '../user.js'

/**
 * A mode: from a config to what a pod must look like. It knows nothing of how anything is looked for or inserted, and of a pod only
 * what its users mean for our containers.
 */
export type Mode = (config: ResolvedConfig, users?: PodUsers) => Overlay

/** Every mode by its name. */
export const modes: Readonly<Record<ModeName, Mode>> = {
  sidecar,
  'native-sidecar': nativeSidecar,
  'image-volume': imageVolume,
  fetch,
}
