import { compileOverlay, type Injector, type Overlay, type PodSpecLike } from '../../../src/index.js'
import type { Fields } from '../../../src/testing/json.js'
import type { Plan } from '../../kit/laws/index.js'
import type { Inject, PodSpec } from '../../../src/testing/pod.js'

/*
 * The overlay engine as the kit sees it: functions over pods and overlays of which nothing is known but that they are JSON, with
 * marks.
 */

export type OverlayEngine = (podSpec: PodSpec, overlay: Fields) => PodSpec

const compile = (overlay: unknown): Injector => compileOverlay(overlay as Overlay)

export const overlaid: OverlayEngine = (podSpec, overlay) => compile(overlay).inject(podSpec)

export const overlaidAnything = (podSpec: unknown, overlay: unknown): unknown =>
  compile(overlay).inject(podSpec as PodSpecLike)

export const planned = (podSpec: PodSpec, overlay: Fields): Plan => compile(overlay).plan(podSpec)

/** One overlay, compiled once for any number of pods. */
export function fixed(engine: OverlayEngine, overlay: Fields): Inject {
  if (engine !== overlaid) return (podSpec) => engine(podSpec, overlay)
  let injector: Injector | undefined
  return (podSpec) => (injector ??= compile(overlay)).inject(podSpec)
}
