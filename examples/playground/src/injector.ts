import { type Cause, compileOverlay as compilePlain, createInjector, type Injector, isModelcarError } from 'modelcar'
import { asConfig, asOverlay } from './cast.js'

/** An injector, or what is wrong with the config or overlay that it should be made of. */
export interface Compiled {
  readonly injector: Injector | undefined
  readonly causes: readonly Cause[]
}

export const compileConfig = (config: object): Compiled => compile(() => createInjector(asConfig(config)))

export const compileOverlay = (overlay: object): Compiled => compile(() => compilePlain(asOverlay(overlay)))

function compile(make: () => Injector): Compiled {
  try {
    return { injector: make(), causes: [] }
  } catch (error) {
    if (!isModelcarError(error)) throw error
    return { injector: undefined, causes: error.causes }
  }
}
