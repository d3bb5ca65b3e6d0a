import type { ResolvedConfig } from '../config/resolve.js'
import type { Overlay } from '../overlay/overlay.js'
import { sidecar } from './sidecar.js'

/** A mode: from a config to what a pod must look like. It knows nothing of how anything is looked for or inserted. */
export type Mode = (config: ResolvedConfig) => Overlay

/** Every mode by its name. */
export const modes = { sidecar } as const satisfies Record<string, Mode>

export type ModeName = keyof typeof modes

export const modeNames: readonly ModeName[] = ['sidecar']

/** The modes that link the model out of a running container's root, through a shared process namespace. */
const linkModes: readonly ModeName[] = ['sidecar']
export const isLinkMode = (mode: ModeName): boolean => linkModes.includes(mode)
