/**
 * The known word that looks most like a given one, or undefined where none is close: what a typing error was meant to be.
 *
 * @param limit - how many letters may be inserted, left out, exchanged or swapped.
 */
export function nearest(
  word: string,
  known: Iterable<string>,
  limit = Math.max(2, Math.floor(word.length / 3)),
): string | undefined {
  const letters = word.slice(0, 64).toLowerCase()
  let best: string | undefined
  let least = limit + 1
  for (const candidate of known) {
    // Stryker disable next-line ConditionalExpression,EqualityOperator: a distance is no less than the difference of the lengths.
    if (Math.abs(candidate.length - word.length) >= least) continue
    const distance = editDistance(letters, candidate.toLowerCase(), least)
    if (distance >= least) continue
    least = distance
    best = candidate
  }
  return best
}

/**
 * The known word that a given one can only be a typing error of. Words that are new in a list look less like those that were
 * there: of the fields of a pod spec, `hostIPC` and `hostPID`, and `nodeAffinity` and `podAffinity`, would be taken for each other.
 * A word may be written as other languages do: `config_map_key_ref`.
 */
export const misspelt = (word: string, known: Iterable<string>): string | undefined =>
  nearest(word.replace(/[-_]/g, ''), known, word.length < 6 ? 1 : 2)

/**
 * How many letters have to be inserted, left out, exchanged or swapped with the next (optimal string alignment).
 *
 * @param enough - from this on the number itself does not matter.
 */
function editDistance(left: string, right: string, enough: number): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  let before = row
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= right.length; j++) {
      const exchange = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1)
      const distance = Math.min(exchange, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
      // In front of a word is no letter, and nothing is swapped with it.
      const isSwap = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]
      next.push(isSwap ? Math.min(distance, (before[j - 2] ?? 0) + 1) : distance)
    }
    // A later row has nothing less than the least of two rows, and no swap gains more than one.
    if (Math.min(...next) > enough) return enough
    before = row
    row = next
  }
  return row[right.length] ?? 0
}
