import type { ModelcarConfig, Overlay } from 'modelcar'
import type { PodSpec } from 'modelcar/testing'
import type { PodSpec as KServePodSpec } from '../../demo/kserve-0.12.js'

/*
 * What people type has no type. The library checks a config, an overlay and a pod spec itself, and the page shows what it says.
 */

export const asConfig = (value: object): ModelcarConfig => value as ModelcarConfig

export const asOverlay = (value: object): Overlay => value

/** The kit's changes are for pod specs that were accepted; these have just been injected into. */
export const asPodSpec = (value: object): PodSpec => value as PodSpec

/** 0.12.0's code writes to a copy. */
export const asKServePodSpec = (value: object): KServePodSpec => value as KServePodSpec
