/**
 * How many entries at the beginning of a list pass, found by halving: none passes behind one that does not.
 *
 * @example
 * countFirst([{ at: 1 }, { at: 4 }, { at: 6 }], ({ at }) => at <= 4) // 2
 */
export function countFirst<Entry extends object>(list: readonly Entry[], passes: (entry: Entry) => boolean): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const entry = list[middle]
    if (entry !== undefined && passes(entry)) low = middle + 1
    else high = middle
  }
  return low
}
