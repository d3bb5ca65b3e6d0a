import { describe, expect, test } from 'vitest'
import { framed } from '../../src/testing/laws/framed.js'
import { idempotent } from '../../src/testing/laws/idempotent.js'
import { patch, type PlanPatch } from '../../src/testing/laws/patch.js'
import { pure } from '../../src/testing/laws/pure.js'
import { stable } from '../../src/testing/laws/stable.js'
import { total } from '../../src/testing/laws/total.js'
import { unique } from '../../src/testing/laws/unique.js'
import { valid } from '../../src/testing/laws/valid.js'
import { ends, settles } from '../../src/testing/laws/settles.js'
import { InvalidResponse } from '../../src/testing/admission-review.js'
import { PatchError } from '../../src/testing/json-patch.js'
import { BrokenLaw, changesMade, lenient } from '../../src/testing/laws/law.js'
import { isAnswer, noting } from '../../src/testing/laws/refusal.js'
import { withMetadata } from '../../src/testing/metadata.js'
import type { Steps } from '../../src/testing/laws/steps.js'
import { append, endOf, fails, named, pod, refuses, same, strict, turns, type Mutator } from './end-of.js'

// What each law says of one mutator and one pod, and what it shows of it: of calls, one after the other.

describe('a refusal is an answer, and an accident is none', () => {
  const laws: readonly [string, (mutate: Mutator) => Steps<unknown>][] = [
    ['pure', (mutate) => pure(mutate, pod())],
    ['idempotent', (mutate) => idempotent(mutate, pod())],
    ['stable', (mutate) => stable(mutate, same, pod())],
    ['framed', (mutate) => framed(mutate, pod())],
    ['unique', (mutate) => unique(mutate, pod())],
    ['valid', (mutate) => valid(mutate, pod(), () => [])],
    ['patch', (mutate) => patch(() => [], mutate, pod())],
    ['settles', (mutate) => settles([{ name: 'ours', reinvocationPolicy: 'IfNeeded', mutate }], 'ours', pod())],
    ['ends', (mutate) => ends([{ name: 'ours', reinvocationPolicy: 'IfNeeded', mutate }], pod(), () => [])],
  ]
  test.each(laws)('%s', (name, law) => {
    expect(endOf(law(same))).toBe('held')
    if (name !== 'patch') expect(endOf(law(refuses))).toBe('refused')
    expect(() => endOf(law(fails))).toThrow('oh')
  })
})

describe('pure', () => {
  test('a pod that is written to is shown as it was, and as it is', () => {
    const writes: Mutator = (spec) => Object.assign(spec, { hostname: 'h' })
    for (const judge of [lenient, strict])
      expect(endOf(pure(writes, pod(), judge))).toEqual({
        fault: 'pure: the pod was written to',
        before: pod(),
        after: pod({ hostname: 'h' }),
        details: ['/hostname: nothing became "h"'],
      })
  })

  test('by reference, so is one that is frozen', () => {
    const freezes: Mutator = (spec) => Object.freeze(spec)
    expect(endOf(pure(freezes, pod()))).toBe('held')
    expect(endOf(pure(freezes, pod(), strict))).toMatchObject({
      fault: 'pure: the pod was written to',
      details: [expect.stringMatching(/^object 0 was frozen: \{"containers"/)],
    })
  })

  test('two calls that differ are shown beside each other', () => {
    expect(endOf(pure(turns(named('a'), named('b')), pod()))).toEqual({
      fault: 'pure: two calls made different pods',
      before: pod({ hostname: 'a' }),
      after: pod({ hostname: 'b' }),
      calls: ['first call', 'second call of the same pod'],
      details: ['/hostname: "a" became "b"'],
    })
  })

  test.each([
    [turns(same, refuses), ['no refusal', 'Error: no']],
    [turns(refuses, same), ['Error: no', 'no refusal']],
  ])('one of two calls is refused: %#', (mutate, details) => {
    expect(endOf(pure(mutate, pod()))).toEqual({ fault: 'pure: one of two calls was refused', details })
  })

  test('by reference, what is new is neither frozen nor shared; what was there may be', () => {
    const adds =
      (entry: () => { name: string; image: string }): Mutator =>
      (spec) => ({ ...spec, containers: [...spec.containers, entry()] })
    const entry = { name: 'b', image: 'b' }
    const [shared, frozen] = [adds(() => entry), adds(() => Object.freeze({ ...entry }))]
    expect(
      endOf(
        pure(
          adds(() => ({ ...entry })),
          pod(),
          strict,
        ),
      ),
    ).toBe('held')
    expect(endOf(pure(shared, pod()))).toBe('held')
    expect(endOf(pure(frozen, pod()))).toBe('held')
    expect(endOf(pure(shared, pod(), strict))).toEqual({
      fault: 'pure: the results of two calls share what they added',
      details: [entry],
    })
    expect(endOf(pure(frozen, pod(), strict))).toEqual({
      fault: 'pure: something new in the result is frozen',
      details: [entry],
    })
  })
})

describe('patch', () => {
  const none: PlanPatch = () => []
  const plan =
    (...operations: object[]): PlanPatch =>
    () =>
      operations as never
  const hostname = { op: 'add', path: '/hostname', value: 'h' }

  test('holds where it makes what the mutator makes, or where there is none to compare with', () => {
    expect(endOf(patch(none, same, pod()))).toBe('held')
    expect(endOf(patch(plan(hostname), named('h'), pod()))).toBe('held')
    expect(endOf(patch(plan(hostname), undefined, pod()))).toBe('held')
  })

  test('what one of the two refuses, the other one refuses too', () => {
    const refused = refuses as unknown as PlanPatch
    expect(endOf(patch(refused, refuses, pod()))).toBe('refused')
    expect(endOf(patch(refused, undefined, pod()))).toBe('refused')
    expect(endOf(patch(refused, same, pod()))).toEqual({
      fault: 'patch: there is none for what the mutator takes',
      before: pod(),
      details: ['Error: no'],
    })
    expect(endOf(patch(none, refuses, pod()))).toEqual({
      fault: 'patch: there is one for what the mutator refuses',
      before: pod(),
      details: ['Error: no'],
    })
  })

  test.each<[string, object, Mutator, object]>([
    [
      'is no JSON',
      { ...hostname, value: NaN },
      named('h'),
      { fault: 'patch: it is not JSON', before: pod(), details: [[{ ...hostname, value: NaN }]] },
    ],
    [
      'does not apply',
      { op: 'remove', path: '/hostname' },
      same,
      {
        fault: 'patch: it does not apply',
        before: pod(),
        details: [expect.stringContaining('nonexistent key: hostname'), { op: 'remove', path: '/hostname' }],
      },
    ],
    [
      'makes another pod',
      hostname,
      named('i'),
      {
        fault: 'patch: it makes another pod',
        before: pod({ hostname: 'i' }),
        after: pod({ hostname: 'h' }),
        details: ['/hostname: "i" became "h"', [hostname]],
      },
    ],
    [
      'changes nothing, and is not empty',
      { op: 'replace', path: '/containers/0/name', value: 'app' },
      same,
      {
        fault: 'patch: it is not empty, and nothing changes',
        before: pod(),
        details: [[{ op: 'replace', path: '/containers/0/name', value: 'app' }]],
      },
    ],
  ])('one that %s', (_what, operation, mutate, expected) => {
    expect(endOf(patch(plan(operation), mutate, pod()))).toEqual({ calls: ['one call'], ...expected })
  })

  test('every engine has to make it', () => {
    const other = (document: unknown) => ({ ...(document as object), hostname: 'other' })
    expect(endOf(patch(plan(hostname), named('h'), pod(), lenient, [other]))).toMatchObject({
      fault: 'patch: it makes another pod',
      details: ['/hostname: "h" became "other"', [hostname]],
    })
  })
})

describe('total', () => {
  test('a call returns or refuses, and leaves what it was given', () => {
    expect(endOf(total(() => 1, { a: 1 }))).toBe('held')
    expect(endOf(total(refuses as never, { a: 1 }))).toBe('refused')
    expect(endOf(total(fails as never, { a: 1 }))).toEqual({
      fault: 'total: an error from inside',
      before: { a: 1 },
      calls: ['one call'],
      details: ['TypeError: oh'],
    })
    expect(endOf(total((value) => Object.assign(value as object, { b: 2 }), { a: 1 }))).toEqual({
      fault: 'total: the input was written to',
      before: { a: 1 },
      after: { a: 1, b: 2 },
      calls: ['one call'],
    })
  })

  test('what a broken law throws inside goes on', () => {
    const broken = (): never => {
      throw new BrokenLaw('total: late')
    }
    expect(endOf(total(broken, {}))).toEqual({ fault: 'total: late' })
  })
})

describe('a refusal', () => {
  class Mine extends TypeError {
    override readonly name = 'Mine'
  }
  const named = (name: string): Error => Object.assign(new Error('x'), { name })

  test.each<[unknown, boolean]>([
    [new Error('no'), true],
    [named('ConfigError'), true],
    [new TypeError('oh'), false],
    [new RangeError('oh'), false],
    [new PatchError('oh'), false],
    [new InvalidResponse('oh'), false],
    [new Mine('oh'), false],
    [named('ReferenceError'), false],
    ['no', false],
    [{ name: 'Error', message: 'no' }, false],
    [undefined, false],
  ])('is any error that is no accident: %s, %s', (thrown, isOne) => {
    expect(isAnswer(thrown)).toBe(isOne)
  })

  test('that comes first is noted', () => {
    const { isRefusal, first } = noting()
    expect([new TypeError('oh'), new Error('a'), new Error('b')].map((error) => isRefusal(error))).toEqual([
      false,
      true,
      true,
    ])
    expect(first).toEqual({ refusal: 'Error: a' })
    const other = noting((error) => error === 5)
    expect([other.isRefusal(4), other.first, other.isRefusal(5), other.first]).toEqual([
      false,
      { refusal: '5' },
      true,
      { refusal: '5' },
    ])
  })
})

test('metadata that is known of a pod has to be the same of what is made of it', () => {
  const judged = (old: object | undefined, made: object | undefined): string[] => {
    const [handed, given] = [pod(), pod()]
    if (old !== undefined) withMetadata(handed, old)
    if (made !== undefined) withMetadata(given, made)
    return changesMade(lenient, pod(), given, handed)
  }
  expect(judged(undefined, undefined)).toEqual([])
  expect(judged({ name: 'a' }, undefined)).toEqual([])
  expect(judged({ name: 'a' }, { name: 'a' })).toEqual([])
  expect(judged({ name: 'a' }, { name: 'b' })).toEqual(['/metadata/name: "a" became "b"'])
  expect(judged(undefined, { name: 'b' })).toEqual(['/metadata: nothing became {"name":"b"}'])
})

describe('idempotent', () => {
  test.each<[string, Mutator, Mutator, string]>([
    ['grows', append, append, 'it grows: containers by 1 in every round'],
    [
      'comes back',
      same,
      (spec) => ({ ...spec, hostname: spec['hostname'] === 'a' ? 'b' : 'a' }),
      'it oscillates: every 2 rounds the pod is as it was before',
    ],
    ['settles later', same, named('h'), 'it settles after 1 more'],
    [
      'never ends',
      same,
      (spec) => ({ ...spec, hostname: `${String(spec['hostname'])}x` }),
      'it changes in every round, and comes to no end',
    ],
  ])('of one that %s the end is told', (_what, first, then, end) => {
    expect(endOf(idempotent(turns(first, then), pod()))).toMatchObject({
      fault: 'idempotent: a second call made another pod',
      calls: ['first call', 'second call'],
      details: [end, expect.any(String)],
    })
  })

  test('of one that fails in the end, too', () => {
    let calls = 0
    const mutate: Mutator = (spec) => (++calls === 3 ? fails : named(String(calls)))(spec)
    expect(endOf(idempotent(mutate, pod()))).toMatchObject({
      details: ['another call fails: TypeError: oh', '/hostname: "1" became "2"'],
    })
  })

  test('a second call does not refuse what the first one made', () => {
    expect(endOf(idempotent(turns(named('h'), refuses), pod()))).toEqual({
      fault: 'idempotent: refused',
      before: pod({ hostname: 'h' }),
      details: ['Error: no'],
    })
  })

  test('by reference, the second call gives what it was handed', () => {
    expect(endOf(idempotent((spec) => ({ ...spec }), pod()))).toBe('held')
    expect(endOf(idempotent((spec) => ({ ...spec }), pod(), strict))).toMatchObject({
      details: ['nothing changes', 'the same JSON, but not the same object'],
    })
  })
})

test('the message of a broken law has the fault and its details', () => {
  const error = new BrokenLaw('law: broken', { details: ['a text', { a: 1 }] })
  expect([error.name, error.message]).toEqual(['BrokenLaw', 'law: broken\n  a text\n  {"a":1}'])
  expect(new BrokenLaw('law: broken').message).toBe('law: broken')
})
