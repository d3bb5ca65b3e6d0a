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
    ['runAsUser', 0, 1000],
    ['runAsNonRoot', false, true],
    ['allowPrivilegeEscalation', false, true],
    ['procMount', '', 'Default'],
  ])('stays away from the zero value of a pointer: %s: %j', (field, zero, wanted) => {
    const context = (value: unknown) => ({ securityContext: { [field]: value } })
    expect(inContainer(context(zero), context(preferred(wanted)))).toEqual(context(zero))
    expect(inContainer(context(null), context(preferred(wanted)))).toEqual(context(wanted))
    expect(inContainer({}, context(preferred(wanted)))).toEqual(context(wanted))
  })

  test.each([
    ['terminationGracePeriodSeconds', 0, 60],
    ['shareProcessNamespace', false, true],
    ['automountServiceAccountToken', false, true],
    ['enableServiceLinks', false, true],
    ['priority', 0, 60],
  ])('of a pod too: %s: %j', (field, zero, wanted) => {
    expect(inPod({ [field]: zero }, { [field]: preferred(wanted) })).toEqual({ [field]: zero })
    expect(inPod({}, { [field]: preferred(wanted) })).toEqual({ [field]: wanted })
  })

  test('may be an object or a list, which goes in as a whole or not at all', () => {
    const wanted = { livenessProbe: preferred({ httpGet: { port: 80 } }), args: preferred(['a', 'b']) }
    expect(inContainer({}, wanted)).toEqual({ livenessProbe: { httpGet: { port: 80 } }, args: ['a', 'b'] })
    const there = { livenessProbe: { tcpSocket: { port: 1 } }, args: ['c'] }
    expect(inContainer(there, wanted)).toEqual(there)
  })

  test('fills an empty map', () => {
    expect(inPod({ nodeSelector: {} }, { nodeSelector: preferred({ a: 'b' }) })).toEqual({ nodeSelector: { a: 'b' } })
  })

  test('stays away from privileges only where it would take them away', () => {
    const privileged = (more: object = {}) => ({ securityContext: { privileged: true, ...more } })
    for (const [wanted, expected] of [
      [{ allowPrivilegeEscalation: preferred(false) }, {}],
      [{ allowPrivilegeEscalation: preferred(true) }, { allowPrivilegeEscalation: true }],
      [{ runAsUser: preferred(7) }, { runAsUser: 7 }],
      [{ readOnlyRootFilesystem: preferred(false) }, { readOnlyRootFilesystem: false }],
    ])
      expect(inContainer(privileged(), { securityContext: wanted })).toEqual(privileged(expected))
  })

  test('goes in beside settings that have no privileges', () => {
    for (const others of [{ runAsUser: 7 }, { privileged: false }, { capabilities: { add: ['CHOWN'] } }])
      expect(
        inContainer({ securityContext: others }, { securityContext: { allowPrivilegeEscalation: preferred(false) } }),
      ).toEqual({ securityContext: { ...others, allowPrivilegeEscalation: false } })
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

  test.each([
    ['args', []],
    ['stdin', false],
    ['imagePullPolicy', ''],
    ['workingDir', ''],
  ])('of what the API server drops is nothing to write: %s: %j', (field, zero) => {
    expect(inContainer({}, { [field]: preferred(zero) })).toEqual({})
    expect(inContainer({ [field]: zero }, { [field]: preferred(zero) })).toEqual({ [field]: zero })
  })

  test.each([
    ['hostNetwork', false],
    ['nodeSelector', {}],
    ['tolerations', []],
    ['schedulerName', ''],
  ])('nor is it in a pod: %s: %j', (field, zero) => {
    expect(inPod({}, { [field]: preferred(zero) })).toEqual({})
  })

  test('nor in an entry, or an object, that is new', () => {
    expect(
      inContainer(
        {},
        { ports: [{ containerPort: 1, hostPort: preferred(0) }], livenessProbe: { periodSeconds: preferred(0) } },
      ),
    ).toEqual({ ports: [{ containerPort: 1 }] })
    expect(inContainer({}, { env: [{ name: 'A', value: preferred('') }] })).toEqual({ env: [{ name: 'A' }] })
  })

  test('a zero that the API server keeps is written', () => {
    expect(inContainer({}, { securityContext: { runAsUser: preferred(0), privileged: preferred(false) } })).toEqual({
      securityContext: { runAsUser: 0, privileged: false },
    })
    expect(inPod({}, { nodeSelector: { a: preferred('') } })).toEqual({ nodeSelector: { a: '' } })
    expect(inPod({}, { securityContext: preferred({}) })).toEqual({ securityContext: {} })
  })

  test('a variable that somebody emptied stays so, as sent and as the API server gives it back', () => {
    const wanted = { env: [{ name: 'OTEL_ENDPOINT', value: preferred('http://otel:4317') }] }
    for (const entry of [{ name: 'OTEL_ENDPOINT', value: '' }, { name: 'OTEL_ENDPOINT' }]) {
      expect(inContainer({ env: [entry] }, wanted)).toEqual({ env: [entry] })
    }
    expect(inContainer({ env: [{ name: 'OTHER', value: '' }] }, wanted).env).toHaveLength(2)
  })

  test('a label that somebody emptied stays so', () => {
    expect(inPod({ nodeSelector: { a: '' } }, { nodeSelector: { a: preferred('b') } })).toEqual({
      nodeSelector: { a: '' },
    })
  })

  test('is filled in at once where the overlay takes away what excludes it', () => {
    expect(
      inPod(
        { volumes: [{ name: 'v', configMap: { name: 'c' } }] },
        { volumes: [{ name: 'v', emptyDir: preferred({}), configMap: null }] },
      ),
    ).toEqual({ volumes: [{ name: 'v', emptyDir: {} }] })
    expect(
      inContainer(
        { volumeMounts: [{ name: 'v', mountPath: '/v', subPath: 'a' }] },
        { volumeMounts: [{ name: 'v', mountPath: '/v', subPath: null, subPathExpr: preferred('b') }] },
      ),
    ).toEqual({ volumeMounts: [{ name: 'v', mountPath: '/v', subPathExpr: 'b' }] })
  })

  test('is copied', () => {
    const args = ['a']
    const made = [1, 2].map(() => inContainer({}, { args: preferred(args) }).args)
    const replaced = inContainer({ args: [] }, { args: preferred(args) }).args
    expect(made[0]).toEqual(args)
    expect(new Set([args, ...made, replaced]).size).toBe(4)
  })
})
