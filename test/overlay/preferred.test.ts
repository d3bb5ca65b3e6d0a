import { describe, expect, test } from 'vitest'
import { preferred } from '../../src/index.js'
import { inContainer, inPod } from './overlaid.js'

describe('a preferred value', () => {
  test.each([
    ['none', {}],
    ['null', { imagePullPolicy: null }],
    ['undefined', { imagePullPolicy: undefined }],
    ['nothing', { imagePullPolicy: '' }],
    ['false', { imagePullPolicy: false }],
    ['0', { imagePullPolicy: 0 }],
    ['an empty list', { imagePullPolicy: [] }],
  ])('is filled in where there is %s', (_what, container) => {
    expect(inContainer(container, { imagePullPolicy: preferred('Never') })).toEqual({ imagePullPolicy: 'Never' })
  })

  test.each([['Always'], ['x'], [true], [1], [['x']], [{}]])('stays away where there is %j', (imagePullPolicy) => {
    expect(inContainer({ imagePullPolicy }, { imagePullPolicy: preferred('Never') })).toEqual({ imagePullPolicy })
  })

  test.each([
    ['runAsUser', 0],
    ['runAsNonRoot', false],
    ['allowPrivilegeEscalation', false],
    ['procMount', ''],
  ])('stays away from the zero value of a pointer: %s: %j', (field, zero) => {
    const context = (value: unknown) => ({ securityContext: { [field]: value } })
    expect(inContainer(context(zero), context(preferred('x')))).toEqual(context(zero))
    expect(inContainer(context(null), context(preferred('x')))).toEqual(context('x'))
    expect(inContainer({}, context(preferred('x')))).toEqual(context('x'))
  })

  test.each([
    ['terminationGracePeriodSeconds', 0],
    ['shareProcessNamespace', false],
    ['automountServiceAccountToken', false],
    ['enableServiceLinks', false],
    ['priority', 0],
  ])('of a pod too: %s: %j', (field, zero) => {
    expect(inPod({ [field]: zero }, { [field]: preferred(60) })).toEqual({ [field]: zero })
    expect(inPod({}, { [field]: preferred(60) })).toEqual({ [field]: 60 })
  })

  test('may be an object or a list, which goes in as a whole or not at all', () => {
    const wanted = { livenessProbe: preferred({ httpGet: { port: 80 } }), args: preferred(['a', 'b']) }
    expect(inContainer({}, wanted)).toEqual({ livenessProbe: { httpGet: { port: 80 } }, args: ['a', 'b'] })
    const there = { livenessProbe: { tcpSocket: { port: 1 } }, args: ['c'] }
    expect(inContainer(there, wanted)).toEqual(there)
  })

  test('may be in an object that is not there', () => {
    expect(inContainer({}, { livenessProbe: { periodSeconds: preferred(1), exec: { command: ['x'] } } })).toEqual({
      livenessProbe: { periodSeconds: 1, exec: { command: ['x'] } },
    })
  })

  test('may be in a new entry of a list', () => {
    expect(inContainer({}, { env: [{ name: 'A', value: preferred('1') }] })).toEqual({
      env: [{ name: 'A', value: '1' }],
    })
    expect(inContainer({ env: [{ name: 'A', value: '2' }] }, { env: [{ name: 'A', value: preferred('1') }] })).toEqual({
      env: [{ name: 'A', value: '2' }],
    })
  })

  test('is copied', () => {
    const args = ['a']
    const made = [1, 2].map(() => inContainer({}, { args: preferred(args) }).args)
    const replaced = inContainer({ args: [] }, { args: preferred(args) }).args
    expect(made[0]).toEqual(args)
    expect(new Set([args, ...made, replaced]).size).toBe(4)
  })
})
