import type { ModelcarConfig } from 'modelcar'

/** The library checks the fields itself. */
export const asConfig = (fields: object): ModelcarConfig => fields as ModelcarConfig
