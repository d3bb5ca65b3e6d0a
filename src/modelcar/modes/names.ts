/** The names of the modes, as a config says them. */
export const modeNames = ['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const

/** How a model gets into a pod. */
export type ModeName = (typeof modeNames)[number]

/** Tells whether a mode links the model out of a running container's root, through a shared process namespace. */
export const isLinkMode = (mode: ModeName): boolean => mode === 'sidecar' || mode === 'native-sidecar'

/** What in a config another name of a model's volume comes from. */
export const namingKey = (mode: ModeName): string => (isLinkMode(mode) ? 'names.volume' : 'mountPath')
