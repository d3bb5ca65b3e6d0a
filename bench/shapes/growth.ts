/** So many of each thing. */
export const counts = [1000, 2000, 4000, 8000, 16_000] as const

/** How fast time grows: 1 where it doubles with the count, 2 where it is four times as long. Least squares of the logarithms. */
export function slope(times: readonly number[]): number {
  const points = times.map((time, index) => [Math.log2(counts[index]!), Math.log2(time)] as const)
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
  const above = points.map(([x, y]) => (x - meanX) * (y - meanY))
  const below = points.map(([x]) => (x - meanX) ** 2)
  return mean(above) / mean(below)
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
