/** Something stands in the way; its message is the code that the library gives it. */
export class Obstacle extends Error {}

export function stop(code: string): never {
  throw new Obstacle(code)
}

/** Something is recognised that the library would mend, and that is not written out by hand: no pod that is timed has it. */
export class Unwritten extends Error {}

export function unwritten(what: string): never {
  throw new Unwritten(`${what} is not written by hand`)
}
