import { expect, expectTypeOf, test } from 'vitest'
import {
  injectModelcar,
  isModelcarError,
  ModelcarConflictError,
  ModelcarError,
  type AnyModelcarError,
  type ConfigCauseCode,
  type ConflictCode,
  type PodSpecCauseCode,
} from '../../src/index.js'
import { config } from './pod.js'

function thrownBy(attempt: () => unknown): AnyModelcarError {
  try {
    attempt()
  } catch (error) {
    if (isModelcarError(error)) return error
    throw error
  }
  throw new Error('expected an error')
}

/** What a caller writes who tells each kind of error in a way of its own. */
function firstCode(error: AnyModelcarError): string | undefined {
  const { code, causes } = error
  switch (code) {
    case 'InvalidConfig':
      expectTypeOf(causes[0]!.code).toEqualTypeOf<ConfigCauseCode>()
      return causes[0]?.code
    case 'InvalidPodSpec':
      expectTypeOf(causes[0]!.code).toEqualTypeOf<PodSpecCauseCode>()
      return causes[0]?.code
    case 'Conflict':
      expectTypeOf(causes[0]!.code).toEqualTypeOf<ConflictCode>()
      // @ts-expect-error this code is one of a config's
      if (causes[0]?.code === 'Exclusive') return undefined
      return causes[0]?.code
    default:
      expectTypeOf(code).toBeNever()
      return undefined
  }
}

test('the code of an error narrows those of its causes', () => {
  const server = { containers: [{ name: 'kserve-container' }] }
  expect(firstCode(thrownBy(() => injectModelcar(server, { image: '' })))).toBe('InvalidValue')
  expect(firstCode(thrownBy(() => injectModelcar({ containers: [{ name: '' }] }, config)))).toBe('Required')
  expect(firstCode(thrownBy(() => injectModelcar({ ...server, hostPID: true }, config)))).toBe('HostPID')
})

test('whatever the code, its causes can be read', () => {
  const error = thrownBy(() => injectModelcar({ containers: [] }, config))
  expect(error.causes.map(({ code, field }) => `${code} ${field}`)).toEqual(['TargetNotFound spec.containers'])
})

test('a class narrows the causes where it is that of a code, and the base class does not', () => {
  const error: unknown = thrownBy(() => injectModelcar({ containers: [] }, config))
  expect(error).toBeInstanceOf(ModelcarConflictError)
  if (error instanceof ModelcarError && error.code === 'Conflict') {
    expectTypeOf(error.causes[0]!.code).toEqualTypeOf<ConfigCauseCode | PodSpecCauseCode | ConflictCode>()
  }
  if (error instanceof ModelcarConflictError) expectTypeOf(error.causes[0]!.code).toEqualTypeOf<ConflictCode>()
})
