/** The modes, and how a pod asks the example server for each. */
export const modes = [
  { mode: 'sidecar', scheme: 'oci', modelcarMode: 'sidecar' },
  { mode: 'native-sidecar', scheme: 'oci', modelcarMode: 'native-sidecar' },
  { mode: 'image-volume', scheme: 'oci+native', modelcarMode: 'sidecar' },
  { mode: 'fetch', scheme: 'oci+fetch', modelcarMode: 'sidecar' },
] as const

export type Mode = (typeof modes)[number]['mode']
