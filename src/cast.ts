import type { ModelcarConfig } from './modelcar/config/config.js'
import type { PodSpecLike } from './kubernetes/pod-spec.js'
import type { Overlay } from './overlay/overlay.js'

/*
 * The only casts of the library.
 */

/** An injected pod spec has everything that the input had, by the merge's rules; the type system cannot follow that. */
export const asSpec = <T extends PodSpecLike>(spec: unknown): T & PodSpecLike => spec as T & PodSpecLike

/** What a request has in place of a pod spec; the planner checks it before it is used. */
export const asPodSpec = (spec: unknown): PodSpecLike => spec as PodSpecLike

/** A user's overlay that was checked has what the engine reads; it is written in a type that the caller chose. */
export const asOverlay = (overlay: unknown): Overlay => overlay as Overlay

/** A text that `JSON.stringify` made of a config. */
export const parseConfig = (text: string): ModelcarConfig => JSON.parse(text) as ModelcarConfig
