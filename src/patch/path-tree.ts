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
  for (const step of path) {
    const below = (place.below ??= new Map<Path[number], PathTree<T>>())
    let next = below.get(step)
    if (next === undefined) below.set(step, (next = {}))
    place = next
  }
  return place
}

/** Tells whether a value stands at one of a path's first steps, so many of them. */
export function hasAbove(root: PathTree<unknown>, path: Path, steps: number): boolean {
  let place: PathTree<unknown> | undefined = root
  for (let depth = 0; depth < steps; depth++) {
    place = place.below?.get(path[depth] ?? '')
    if (place === undefined) return false
    if (place.value !== undefined) return true
  }
  return false
}

/** The values that have no other above them. */
export function outermost<T>({ value, below }: PathTree<T>, found: T[] = []): T[] {
  if (value !== undefined) found.push(value)
  else if (below !== undefined) for (const place of below.values()) outermost(place, found)
  return found
}
