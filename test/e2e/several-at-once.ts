const atOnce = 8

/** Does something with each of many, several at once: most of the time goes by in waiting for the API server. */
export async function severalAtOnce<T>(all: readonly T[], act: (each: T) => Promise<void>): Promise<void> {
  // One iterator for all of them: each takes what is next.
  const queue = all.values()
  const worker = async (): Promise<void> => {
    for (const each of queue) await act(each)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}
