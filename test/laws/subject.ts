import { ejectModelcar, injectModelcar, type ModelcarConfig, planModelcar, type PodSpecLike } from '../../src/index.js'
import type { Config } from '../kit/config.js'
import type { Plan } from '../kit/laws/index.js'
import type { PodSpec } from '../../src/testing/pod.js'

/*
 * The library as the kit sees it: functions over pods and configs of which nothing is known but that they are JSON.
 */

export const inject = (podSpec: PodSpec, config: Config): PodSpec =>
  injectModelcar(podSpec as PodSpecLike, config as object as ModelcarConfig) as PodSpec

/** Takes out what injections with a config's names have made. */
export const eject = (podSpec: PodSpec, { names }: Config): PodSpec =>
  ejectModelcar(podSpec as PodSpecLike, { names }) as unknown as PodSpec

export const injectAnything = (podSpec: unknown, config: unknown): unknown =>
  injectModelcar(podSpec as PodSpecLike, config as object as ModelcarConfig)

export const plan = (podSpec: PodSpec, config: Config): Plan => {
  const { changed, patch } = planModelcar(podSpec, config as object as ModelcarConfig)
  return { changed, patch: patch }
}
