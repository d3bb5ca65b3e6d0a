import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { followed } from '../../src/modelcar/follow.js'
import type { Ids } from '../../src/modelcar/record/applied.js'
import { check } from '../kit/runs.js'

const of = (runAsUser?: unknown) => (runAsUser === undefined ? {} : { securityContext: { runAsUser } })
const held = (follows: Ids) => () => [{ image: 'a:1', container: {}, follows }]

describe('the UID that is followed', () => {
  test.each<[string, unknown[], unknown, Ids, Ids, number | undefined]>([
    // What the targets state, what the pod states, what ours follow already, what the config names.
    ['is the target’s', [1000], undefined, {}, {}, 1000],
    ['is 0 too', [0], undefined, {}, {}, 0],
    ['is all targets’', [1000, 1000], undefined, {}, {}, 1000],
    ['is none of targets that differ', [1000, 2000], undefined, {}, {}, undefined],
    ['is none where only some have one', [1000, undefined], undefined, {}, {}, undefined],
    ['is none where none has one', [undefined, undefined], undefined, {}, {}, undefined],
    ['is the target’s beside another of the pod', [1000], 2000, {}, {}, 1000],
    ['is the pod’s for a target that states none', [1000, undefined], 1000, {}, {}, 1000],
    ['is none where the pod’s differs from it', [1000, undefined], 2000, {}, {}, undefined],
    ['is none where only the pod states it', [undefined], 1000, {}, {}, undefined],
    ['is the pod’s where a container of ours holds one', [undefined], 1000, { runAsUser: 1000 }, {}, 1000],
    ['is the pod’s where a container of ours holds another', [undefined], 1000, { runAsUser: 7 }, {}, 1000],
    ['is none where one is held, but no target has one', [undefined], undefined, { runAsUser: 1000 }, {}, undefined],
    ['is none where one is held, and targets differ', [1000, 2000], undefined, { runAsUser: 1000 }, {}, undefined],
    ['is none where a GID is held', [undefined], 1000, { runAsGroup: 1000 }, {}, undefined],
    ['is none where the config names one', [1000], undefined, {}, { runAsUser: 7 }, undefined],
    ['is none where the config names 0', [1000], undefined, { runAsUser: 1000 }, { runAsUser: 0 }, undefined],
    ['is the target’s where the config names a GID', [1000], undefined, {}, { runAsGroup: 7 }, 1000],
    ['is none of no targets', [], 1000, { runAsUser: 1000 }, {}, undefined],
    ['is none that is a text', ['1000'], undefined, {}, {}, undefined],
    ['is none that is no whole number', [1000.5], undefined, {}, {}, undefined],
    ['is none that is negative', [-1], undefined, {}, {}, undefined],
    ['is none that is null', [null], undefined, {}, {}, undefined],
    ['is none that is endless', [Infinity], undefined, {}, {}, undefined],
    ['is none that JSON does not carry exactly', [2 ** 53], undefined, {}, {}, undefined],
    ['is none of the pod’s that JSON does not carry exactly', [undefined], 2 ** 60, { runAsUser: 1 }, {}, undefined],
    ['is the largest that JSON carries exactly', [2 ** 53 - 1], undefined, {}, {}, 2 ** 53 - 1],
    ['is 0 for a negative zero', [-0], undefined, {}, {}, 0],
    ['is the pod’s where the target’s is none', ['x', 1000], 1000, {}, {}, 1000],
    ['is none where the pod’s is none either', ['x', 1000], '1000', {}, {}, undefined],
  ])('%s', (_what, targets, pod, follows, configured, expected) => {
    expect(followed(targets.map(of), of(pod), held(follows), configured).runAsUser).toBe(expected)
  })

  test.each([[undefined], [null], [1000], [[1000]], ['runAsUser']])(
    'is none of a security context that is %j',
    (securityContext) => {
      expect(followed([{ securityContext }], { securityContext }, () => [], {})).toEqual({})
    },
  )
})

test('the UID and the GID are followed each by itself', () => {
  const target = { securityContext: { runAsUser: 1000, runAsGroup: 0 } }
  expect(followed([target], {}, () => [], {})).toEqual({ runAsUser: 1000, runAsGroup: 0 })
  expect(followed([target, of(1000)], {}, () => [], {})).toEqual({ runAsUser: 1000 })
  expect(followed([target], {}, () => [], { runAsUser: 1000 })).toEqual({ runAsGroup: 0 })
})

test('what is followed is what every target runs as, whatever is in it', () => {
  const context: fc.Arbitrary<unknown> = fc.oneof(
    fc.record(
      { runAsUser: fc.constantFrom(0, 1000, null, 'x'), runAsGroup: fc.constantFrom(0, 7, undefined) },
      { requiredKeys: [] },
    ),
    fc.anything(),
  )
  const holder = fc.record({ securityContext: context }, { requiredKeys: [] })
  check(
    fc.property(fc.array(holder, { maxLength: 3 }), holder, (targets, pod) => {
      for (const [key, id] of Object.entries(followed(targets, pod, held({ runAsUser: 1, runAsGroup: 1 }), {}))) {
        const stated = [...targets, pod].map(
          ({ securityContext }): unknown => (securityContext as Record<string, unknown> | undefined)?.[key],
        )
        const ofPod = stated.pop()
        const effective = stated.map((own): unknown => (Number.isInteger(own) && Number(own) >= 0 ? own : ofPod))
        expect(effective).toEqual(targets.map((): unknown => id))
      }
    }),
  )
})
