import type { ModelcarConfig } from '../modelcar/config/config.js'
import { compileOverlay, createInjector, type Injector } from '../inject.js'
import { isObject } from '../json.js'
import type { Overlay } from '../overlay/typed.js'
import type { AdmissionRequestLike } from './review.js'
import { isSkipReason, type AdmissionSkipReason } from './skip.js'

/** What says how a pod has to look: compiled once, or a config, or an overlay of one's own. */
export type InjectionSource = Injector | ModelcarConfig | Overlay

/** What a function of the request may give: a source, the answer of `modelcar/kserve`, or nothing for a pod that is left alone. */
export type ResolvedSource =
  | InjectionSource
  | { readonly config: ModelcarConfig; readonly skip?: undefined }
  | { readonly skip: AdmissionSkipReason; readonly config?: undefined }
  | undefined

/** A source, or a function of the request that chooses one; what it throws becomes the answer. */
export type AdmissionSource = InjectionSource | ((request: AdmissionRequestLike) => ResolvedSource)

/** An injector, or why there is none. */
export type Chosen = { readonly injector: Injector } | { readonly skip: AdmissionSkipReason }

/** Finds the injector for a request. Throws what a wrong config throws, and what the function throws. */
export function chooseInjector(source: AdmissionSource, request: AdmissionRequestLike): Chosen {
  if (typeof source !== 'function') return { injector: compile(source) }
  const chosen = source(request)
  if (chosen == null) return { skip: 'NotAsked' }
  if ('skip' in chosen && chosen.skip !== undefined) {
    return { skip: isSkipReason(chosen.skip) ? chosen.skip : 'NotAsked' }
  }
  return { injector: compile('config' in chosen ? chosen.config : chosen) }
}

/** What is no object at all, `createInjector` names as such. */
function compile(source: InjectionSource): Injector {
  if (isInjector(source)) return source
  return isOverlay(source) ? compileOverlay(source) : createInjector(source)
}

const isInjector = (source: unknown): source is Injector => isObject(source) && typeof source.plan === 'function'

const isOverlay = (source: unknown): source is Overlay => isObject(source) && ('spec' in source || 'target' in source)
