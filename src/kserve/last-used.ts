/** Gives the value for a key: one that is kept, or one that is made. What `make` throws is thrown, and nothing is kept. */
type Kept<T> = (key: string, make: () => T) => T

/**
 * Keeps the values that were last asked for, under keys of whatever text.
 *
 * @param count - how many are kept: of one more, the one goes that was not asked for the longest.
 * @param longest - the longest key, in UTF-16 units, under which a value is kept; for a longer one it is made each time, and nothing
 * has to go.
 */
export function lastUsed<T extends object>(count: number, longest: number): Kept<T> {
  // A Map has its keys in the order in which they were set.
  const values = new Map<string, T>()
  return (key, make) => {
    const kept = values.get(key)
    const value = kept ?? make()
    values.delete(key)
    if (key.length <= longest) values.set(key, value)
    if (values.size > count) dropFirst(values)
    return value
  }
}

function dropFirst(values: Map<string, unknown>): void {
  for (const key of values.keys()) {
    values.delete(key)
    return
  }
}
