import { describe, expect, test } from 'vitest'
import { preferred } from '../../src/index.js'
import { inContainer, inPod, planFor } from './overlaid.js'

describe('a list without keys is written as a whole', () => {
  test.each([
    ['absent', {}],
    ['null', { args: null }],
    ['empty', { args: [] }],
    ['another', { args: ['b'] }],
    ['longer', { args: ['a', 'b', 'c'] }],
    ['shorter', { args: ['a'] }],
    ['in another order', { args: ['b', 'a'] }],
    ['no list', { args: 'a b' }],
    ['an object', { args: { 0: 'a', 1: 'b', length: 2 } }],
  ])('%s', (_what, container) => {
    expect(inContainer(container, { args: ['a', 'b'] })).toEqual({ args: ['a', 'b'] })
  })

  test('unless it is equal', () => {
    const args = ['a', 'b']
    expect(inContainer({ args }, { args: ['a', 'b'] }).args).toBe(args)
    expect(planFor({ args: ['x'] }, { args }).patch).toEqual([
      { op: 'replace', path: '/containers/0/args', value: args },
    ])
  })

  test('an empty one is none', () => {
    for (const container of [{}, { args: null }, { args: [] }])
      expect(inContainer(container, { args: [] })).toEqual(container)
    expect(inContainer({ args: ['x'] }, { args: [] })).toEqual({ args: [] })
  })
})

describe('a list of objects without keys', () => {
  const toleration = { key: 'gpu', operator: 'Exists' }
  const wanted = { tolerations: [toleration, { key: 'x', value: 'y' }] }

  test.each([
    ['absent', {}],
    ['null', { tolerations: null }],
    ['another', { tolerations: [toleration, { key: 'x', value: 'z' }] }],
    ['shorter', { tolerations: [toleration] }],
    ['longer', { tolerations: [toleration, { key: 'x', value: 'y' }, { key: 'z' }] }],
    ['in another order', { tolerations: [{ key: 'x', value: 'y' }, toleration] }],
    ['with a string in it', { tolerations: [toleration, 'x'] }],
    ['with null in it', { tolerations: [toleration, null] }],
    ['no list', { tolerations: 1 }],
  ])('%s: it is written as a whole', (_what, spec) => {
    expect(inPod(spec, wanted)).toEqual(wanted)
  })

  test('what others filled into its entries stays', () => {
    const tolerations = [
      { ...toleration, effect: 'NoSchedule' },
      { key: 'x', value: 'y', operator: 'Equal' },
    ]
    expect(inPod({ tolerations }, wanted)).toEqual({ tolerations })
  })

  test('what has to go out of an entry, or to be in it, is looked at', () => {
    const strict = { tolerations: [{ key: 'gpu', effect: null, operator: preferred('Exists') }] }
    expect(inPod({ tolerations: [{ key: 'gpu', effect: 'NoSchedule' }] }, strict)).toEqual({
      tolerations: [{ key: 'gpu', operator: 'Exists' }],
    })
    const there = { tolerations: [{ key: 'gpu', operator: 'Equal' }] }
    expect(inPod(there, strict)).toEqual(there)
  })

  test('an entry whose part is malformed is written anew', () => {
    const nested = { dnsConfig: { options: [{ name: 'ndots', nested: { a: 1 } }] } }
    expect(inPod({ dnsConfig: { options: [{ name: 'ndots', nested: 'x' }] } }, nested)).toEqual(nested)
  })

  test('so is one with another part that differs', () => {
    const nested = { dnsConfig: { options: [{ name: 'ndots', value: '1', nested: { a: 1 } }] } }
    expect(inPod({ dnsConfig: { options: [{ name: 'ndots', value: '2', nested: 'x' }] } }, nested)).toEqual(nested)
  })

  test('an equal one is given back', () => {
    const tolerations = structuredClone(wanted.tolerations)
    expect(inPod({ tolerations }, wanted).tolerations).toBe(tolerations)
  })
})
