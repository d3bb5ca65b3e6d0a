import type { Path } from './edit.js'

/** Values by path: what is asked of a path costs its steps, however many paths there are. */
export interface PathTree<T> {
  /** What lies below; most places are leaves, and have nothing there. */
  below?: Map<Path[number], PathTree<T>>
  value?: T
}

export const emptyTree = <T>(): PathTree<T> => ({})

/** The place of a path, made where there is none. */
export function placeOf<T>(root: PathTree<T>, path: Path): PathTree<T> {
  let place = root
  for (const step of path) place = stepInto(place, step)
  return place
}

/** The place that is one step below another, made where there is none. */
export function stepInto<T>(place: PathTree<T>, step: Path[number]): PathTree<T> {
  const below = (place.below ??= new Map<Path[number], PathTree<T>>())
  let next = below.get(step)
  if (next === undefined) below.set(step, (next = {}))
  return next
}
