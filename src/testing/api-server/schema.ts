import { containerTypes } from './schema/container.js'
import { podTypes } from './schema/pod.js'
import type { StructType } from './schema/struct-type.js'
import { volumeTypes } from './schema/volume.js'

/** Every type that can be reached from PodSpec. */
export const structTypes: Readonly<Record<string, StructType>> = { ...podTypes, ...containerTypes, ...volumeTypes }
