import { differences } from '../../../src/testing/laws/differences.js'
import type { Judge } from '../../../src/testing/laws/law.js'
import { isRefusal } from '../refusal.js'

/** Only the library's own errors are refusals, and a call that has nothing to do gives the very object back. */
export const strict: Judge = { isRefusal, changesOf: differences, byReference: true }
