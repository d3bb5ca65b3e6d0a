import { setTimeout } from 'node:timers/promises'

/** Waits for a value that is there sooner or later; an error of the probe is not waited for. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  seconds = 60,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const value = await probe()
    if (value !== undefined) return value
    if (Date.now() > deadline) throw new Error(`waited ${seconds} seconds in vain: ${what}`)
    await setTimeout(50)
  }
}
