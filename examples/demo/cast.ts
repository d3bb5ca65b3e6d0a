import type { ModelcarConfig, PodSpecLike } from '../../src/index.js'
import type { PodSpec } from './kserve-0.12.js'

/** The types of 0.12.0's code say less, and let it write; it writes to a copy. */
export const asKServePodSpec = (podSpec: PodSpecLike): PodSpec => podSpec as unknown as PodSpec

/** The library checks the fields itself. */
export const asConfig = (fields: object): ModelcarConfig => fields as ModelcarConfig

/** Any value as an object of fields; what is none has none. */
export type Fields = Readonly<Record<string, unknown>>
export const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {}
