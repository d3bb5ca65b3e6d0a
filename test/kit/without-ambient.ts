const forbidden = (name: string) => (): never => {
  throw new Error(`${name} was called: a pure function has no clock, no randomness and no input or output`)
}

/** Runs a function with the clock, the sources of randomness and the console taken away; puts them back afterwards. */
export function withoutAmbient<T>(run: () => T): T {
  const { random } = Math
  const { now } = Date
  const { log, warn, error } = console
  const { performance } = globalThis
  Math.random = forbidden('Math.random')
  Date.now = forbidden('Date.now')
  Object.assign(console, {
    log: forbidden('console.log'),
    warn: forbidden('console.warn'),
    error: forbidden('console.error'),
  })
  performance.now = forbidden('performance.now')
  try {
    return run()
  } finally {
    Math.random = random
    Date.now = now
    Object.assign(console, { log, warn, error })
    Reflect.deleteProperty(performance, 'now')
  }
}
