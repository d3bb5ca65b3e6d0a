// Lets the ES module and the CommonJS copy look at each other's errors.
import { createRequire } from 'node:module'
import * as esm from 'modelcar'

const cjs = createRequire(import.meta.url)('modelcar')
const thrownBy = (copy) => {
  try {
    copy.injectModelcar({ containers: [] }, {})
  } catch (error) {
    return error
  }
}
const report = (thrower, reader) => {
  const error = thrownBy(thrower)
  return {
    name: error.name,
    code: error.code,
    recognised: reader.isModelcarError(error),
    instance: error instanceof reader.ModelcarError,
    stack: error.stack,
  }
}
console.log(JSON.stringify([report(esm, esm), report(cjs, cjs), report(esm, cjs), report(cjs, esm)]))
