import type { ResolvedConfig } from '../config/resolve.js'
import type { Overlay } from '../../overlay/overlay.js'
import { fetch } from './fetch.js'
import { imageVolume } from './image-volume.js'
import type { Ids } from '../record/applied.js'
import type { ModeName } from './names.js'
import { nativeSidecar } from './native-sidecar.js'
import { sidecar } from './sidecar.js'

/**
 * A mode: from a config to what a pod must look like. It knows nothing of how anything is looked for or inserted, and of a pod only
 * the UID and GID that are to be followed there.
 */
export type Mode = (config: ResolvedConfig, follows?: Ids) => Overlay

/** Every mode by its name. */
export const modes: Readonly<Record<ModeName, Mode>> = {
  sidecar,
  'native-sidecar': nativeSidecar,
  'image-volume': imageVolume,
  fetch,
}
