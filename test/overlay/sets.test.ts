import { describe, expect, test } from 'vitest'
import { inContainer, planFor } from './overlaid.js'

const drop = (capabilities: unknown) => ({ securityContext: { capabilities: { drop: capabilities } } })

describe('dropped capabilities are a set: more may be in it', () => {
  test.each([
    ['none', {}, ['ALL'], ['ALL']],
    ['null', drop(null), ['ALL'], ['ALL']],
    ['empty', drop([]), ['ALL'], ['ALL']],
    ['no list', drop('ALL'), ['ALL'], ['ALL']],
    ['equal', drop(['ALL']), ['ALL'], ['ALL']],
    ['one of two', drop(['KILL']), ['KILL', 'CHOWN'], ['KILL', 'CHOWN']],
    ['more', drop(['KILL', 'CHOWN']), ['CHOWN'], ['KILL', 'CHOWN']],
    ['others', drop(['KILL']), ['CHOWN', 'MKNOD'], ['KILL', 'CHOWN', 'MKNOD']],
    ['in another order', drop(['KILL', 'CHOWN']), ['CHOWN', 'KILL'], ['KILL', 'CHOWN']],
    ['ALL, which has every other in it', drop(['ALL']), ['KILL'], ['ALL']],
    ['ALL beside another', drop(['KILL', 'ALL']), ['CHOWN'], ['KILL', 'ALL']],
    ['some where ALL is wanted', drop(['KILL']), ['ALL'], ['KILL', 'ALL']],
  ])('%s', (_what, container, wanted, expected) => {
    expect(inContainer(container, drop(wanted))).toEqual(drop(expected))
  })

  test('none of them is in any', () => {
    const there = { securityContext: { capabilities: { add: ['KILL'] } } }
    expect(inContainer(there, drop([]))).toEqual(there)
  })

  test('each goes to the end by an edit of its own', () => {
    expect(planFor(drop(['KILL']), drop(['CHOWN', 'KILL', 'MKNOD'])).patch).toEqual([
      { op: 'add', path: '/containers/0/securityContext/capabilities/drop/-', value: 'CHOWN' },
      { op: 'add', path: '/containers/0/securityContext/capabilities/drop/-', value: 'MKNOD' },
    ])
  })

  test('the overlay’s list is copied', () => {
    const wanted = ['ALL']
    for (const container of [{}, drop(null), { securityContext: {} }]) {
      const made = inContainer(container, drop(wanted)) as { securityContext: { capabilities: { drop: string[] } } }
      expect(made.securityContext.capabilities.drop).not.toBe(wanted)
    }
  })

  test('added ones are not: they are as they are wanted', () => {
    const add = (capabilities: unknown) => ({ securityContext: { capabilities: { add: capabilities } } })
    expect(inContainer(add(['KILL', 'CHOWN']), add(['KILL']))).toEqual(add(['KILL']))
  })

  test('a field of that name elsewhere is none', () => {
    expect(inContainer({ drop: ['a', 'b'] }, { drop: ['a'] })).toEqual({ drop: ['a'] })
  })
})
