import { describe, expect, test } from 'vitest'
import { admit, type AdmissionSource } from '../../src/admission/index.js'
import { cut, longest } from '../../src/admission/bounds.js'
import { ModelcarConflictError } from '../../src/index.js'
import { pod, reviewOf } from './reviews.js'

// How much an answer says.

const conflictOf =
  (...messages: readonly string[]): AdmissionSource =>
  () => {
    throw new ModelcarConflictError(messages.map((message) => ({ code: 'HostPID', field: 'spec.hostPID', message })))
  }
const statusFor = (source: AdmissionSource, metadata: object = {}) =>
  admit(reviewOf(pod(undefined, { ...metadata }), { name: '' }), source).response.status

test.each([
  ['', 0, ''],
  ['abc', 3, 'abc'],
  ['abc', 4, 'abc'],
  ['abcd', 3, 'ab…'],
  ['a'.repeat(1000), 5, 'aaaa…'],
])('%j in %d characters is %j', (text, most, expected) => {
  expect(cut(text, most)).toBe(expected)
})

describe('a message', () => {
  const title = 'pod "team-a/iris": the model cannot be injected:'
  const line = '\n- spec.hostPID: '
  const second = longest.status - title.length - 2 * line.length - 1

  test('of as many characters as there is room for is whole', () => {
    const message = statusFor(conflictOf('a', 'b'.repeat(second)))?.message
    expect(message).toBe(`${title}${line}a${line}${'b'.repeat(second)}`)
    expect(message).toHaveLength(longest.status)
  })

  test('of one more leaves out its last cause', () => {
    const message = statusFor(conflictOf('a', 'b'.repeat(second + 1)))?.message
    expect(message).toBe(`${title}${line}a\n- and 1 more`)
  })

  test('of one cause that is too long is cut', () => {
    const message = statusFor(conflictOf('b'.repeat(10_000)))?.message
    expect(message).toMatch(/^pod "team-a\/iris": the model cannot be injected: spec.hostPID: b+…$/)
    expect(message).toHaveLength(longest.status)
  })
})

test('the start of a name keeps its sign, however long it is', () => {
  const named = (length: number) =>
    statusFor(conflictOf('a'), { name: '', generateName: 'x'.repeat(length) })?.details?.name
  expect(named(253)).toBe(`${'x'.repeat(253)}*`)
  expect(named(300)).toBe(`${'x'.repeat(252)}…*`)
})

test('an object that cannot be read when it is told is called so, and the pod by nothing', () => {
  const unread = (): never => {
    throw new Error('no')
  }
  const thrown = new Proxy(new Error(), { get: unread, has: unread })
  const status = statusFor(() => {
    throw thrown
  })
  expect(status).toStrictEqual({
    status: 'Failure',
    message: 'the pod: threw an object that cannot be read',
    reason: 'InternalError',
    code: 500,
  })
})
