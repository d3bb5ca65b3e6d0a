import { ModelcarConfigError } from '../errors.js'
import { compileOverlay, createInjector, type Injector } from '../inject.js'
import { found, ignore, isList, isObject, isThenable } from '../json.js'
import type { ModelcarConfig } from '../modelcar/config/config.js'
import type { Overlay } from '../overlay/typed.js'
import type { AdmissionRequestLike } from './review.js'
import { isSkipReason, type AdmissionSkipReason } from './skip.js'

/** What says how a pod has to look: compiled once, or a config, or an overlay of one's own. */
export type InjectionSource = Injector | ModelcarConfig | Overlay

/**
 * What a function of the request may give: a source, an answer of `modelcar/kserve` (a config, an injector, or a reason to skip), or
 * nothing for a pod that is left alone.
 */
export type ResolvedSource =
  | InjectionSource
  | { readonly config: ModelcarConfig; readonly skip?: undefined }
  | { readonly injector: Injector; readonly skip?: undefined }
  | { readonly skip: AdmissionSkipReason; readonly config?: undefined; readonly injector?: undefined }
  | undefined

/** A source, or a function of the request that chooses one; what it throws becomes the answer. */
export type AdmissionSource = InjectionSource | ((request: AdmissionRequestLike) => ResolvedSource)

/** The same, where the function may have to look something up. */
export type AsyncAdmissionSource =
  InjectionSource | ((request: AdmissionRequestLike) => ResolvedSource | PromiseLike<ResolvedSource>)

/** What a function of the request gave, and may have to be waited for. */
export type Given = ResolvedSource | PromiseLike<ResolvedSource>

/** An injector, or why there is none. */
type Chosen = { readonly injector: Injector } | { readonly skip: AdmissionSkipReason }

/** Reads what a function of the request gave. Throws what a wrong config throws. */
export function choose(given: ResolvedSource): Chosen {
  if (given == null) return { skip: 'NotAsked' }
  if (isList(given)) throw noSource('a list; for several sources give admit a list of functions')
  if (!isObject(given)) throw noSource(`${found(given)}; give nothing for a pod that is left alone`)
  if ('skip' in given && given.skip) return { skip: isSkipReason(given.skip) ? given.skip : 'NotAsked' }
  if ('injector' in given) return { injector: compile(given.injector) }
  return { injector: compile('config' in given ? given.config : given) }
}

/** Configs and overlays are checked as they are compiled. */
export function compile(source: InjectionSource): Injector {
  if (isInjector(source)) return source
  if (isThenable(source)) return noPromise(source)
  if (!isObject(source)) throw noSource(found(source))
  return isOverlay(source) ? compileOverlay(source) : createInjector(source)
}

/** What a function gave, where there is no waiting for it. */
export function settled(given: Given): ResolvedSource {
  return isThenable(given) ? noPromise(given) : given
}

function noPromise(given: unknown): never {
  ignore(given)
  throw noSource('a promise; use admitAsync, and a function, for a source that looks something up')
}

/** The sources of a call, in order. */
export function sourcesOf<T>(source: T | readonly T[]): readonly T[] {
  if (!isListOf<T>(source)) return [source]
  if (source.length === 0) throw noSource('an empty list')
  return source
}

const isListOf = <T>(source: T | readonly T[]): source is readonly T[] => isList(source)

const isInjector = (source: unknown): source is Injector => isObject(source) && typeof source.plan === 'function'

/** What an overlay may have and a config may not. */
const ofOverlays: readonly string[] = ['spec', 'target', 'initTargets', 'formerly'] satisfies (keyof Overlay)[]

/** Both have `targets`; alone, that is an overlay, as a config needs an image. */
function isOverlay(source: InjectionSource): source is Overlay {
  const keys = Object.keys(source)
  return keys.some((key) => ofOverlays.includes(key)) || (keys.length === 1 && keys[0] === 'targets')
}

const noSource = (what: string): ModelcarConfigError =>
  new ModelcarConfigError([{ code: 'InvalidType', field: 'config', message: `expected ${sources}, found ${what}` }])

const sources = 'an injector, a config or an overlay'
