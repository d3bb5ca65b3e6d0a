import { expect } from 'vitest'
import { compileOverlay, isModelcarError, type Overlay } from '../../src/index.js'

/** The faults of an overlay: code, field, and message. */
export function faultsOf(overlay: unknown): readonly (readonly [string, string, string])[] {
  try {
    compileOverlay(overlay as Overlay)
  } catch (error) {
    if (!isModelcarError(error)) throw error
    expect([error.code, error.about]).toEqual(['InvalidConfig', 'overlay'])
    return error.causes.map(({ code, field, message }) => [code, field, message])
  }
  return []
}
