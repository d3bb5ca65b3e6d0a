import { describe, expect, test } from 'vitest'
import { preferred } from '../../src/index.js'
import { inContainer, inPod } from './overlaid.js'

const from = { fieldRef: { fieldPath: 'metadata.name' } }

describe('a variable has a value, or takes it from elsewhere', () => {
  const env = (...variables: object[]) => ({ env: variables.map((variable) => ({ name: 'A', ...variable })) })

  test.each([
    ['a value in place of a source', { valueFrom: from }, { value: '1' }, { value: '1' }],
    ['a source in place of a value', { value: '1' }, { valueFrom: from }, { valueFrom: from }],
    ['a value beside a source', { value: '1', valueFrom: from }, { value: '1' }, { value: '1' }],
    [
      'a source beside an empty value',
      { value: '', valueFrom: from },
      { valueFrom: from },
      { value: '', valueFrom: from },
    ],
    ['a preferred value beside a source', { valueFrom: from }, { value: preferred('1') }, { valueFrom: from }],
    ['a preferred source beside a value', { value: '1' }, { valueFrom: preferred(from) }, { value: '1' }],
    ['a preferred source beside an empty value', { value: '' }, { valueFrom: preferred(from) }, { value: '' }],
    [
      'a preferred source in place of a value',
      { value: '1' },
      { value: null, valueFrom: preferred(from) },
      { valueFrom: from },
    ],
    [
      'an empty value and a source, as they are',
      { valueFrom: from },
      { value: '', valueFrom: from },
      { valueFrom: from },
    ],
    ['no value', { valueFrom: from, value: '1' }, { value: null }, { valueFrom: from }],
    [
      'one source in place of another',
      { valueFrom: from },
      { valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
      { valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    ],
    [
      'a source as it is',
      { valueFrom: { fieldRef: { ...from.fieldRef, apiVersion: 'v1' } } },
      { valueFrom: from },
      { valueFrom: { fieldRef: { ...from.fieldRef, apiVersion: 'v1' } } },
    ],
  ])('%s', (_what, there, wanted, expected) => {
    expect(inContainer(env(there), env(wanted))).toEqual(env(expected))
  })
})

const sources = {
  configMapKeyRef: { name: 'c', key: 'k' },
  fieldRef: { fieldPath: 'f' },
  fileKeyRef: { volumeName: 'v', path: 'p', key: 'k' },
  resourceFieldRef: { resource: 'r' },
  secretKeyRef: { name: 's', key: 's' },
}

/** Every ordered pair of different fields. */
const pairs = (fields: object): [string, string][] =>
  Object.keys(fields).flatMap((one) =>
    Object.keys(fields)
      .filter((other) => other !== one)
      .map((other) => [one, other] as [string, string]),
  )

describe('a variable has one source', () => {
  test.each(pairs(sources))('%s goes for %s', (there, wanted) => {
    const env = (key: string) => ({ env: [{ name: 'A', valueFrom: { [key]: sources[key as keyof typeof sources] } }] })
    expect(inContainer(env(there), env(wanted))).toEqual(env(wanted))
  })
})

const handlers = { exec: { command: ['x'] }, httpGet: { port: 80 }, tcpSocket: { port: 1 } }

describe('a probe has one handler', () => {
  const all = { ...handlers, grpc: { port: 2 } }

  test.each(pairs(all))('%s goes for %s', (there, wanted) => {
    for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
      const of = (key: string, more: object = {}) => ({ [probe]: { [key]: all[key as keyof typeof all], ...more } })
      expect(inContainer(of(there, { periodSeconds: 5 }), of(wanted))).toEqual(of(wanted, { periodSeconds: 5 }))
      expect(inContainer(of(there), { [probe]: { [wanted]: preferred(all[wanted as keyof typeof all]) } })).toEqual(
        of(there),
      )
    }
  })
})

describe('a hook has one handler', () => {
  const all = { ...handlers, sleep: { seconds: 1 } }

  test.each(pairs(all))('%s goes for %s', (there, wanted) => {
    for (const hook of ['preStop', 'postStart']) {
      const of = (key: string) => ({ lifecycle: { [hook]: { [key]: all[key as keyof typeof all] } } })
      expect(inContainer(of(there), of(wanted))).toEqual(of(wanted))
    }
  })
})

test.each([
  ['subPath', 'subPathExpr'],
  ['subPathExpr', 'subPath'],
])('a mount has no %s beside %s', (there, wanted) => {
  const mount = (key: string) => ({ volumeMounts: [{ name: 'v', mountPath: '/v', [key]: 'x' }] })
  expect(inContainer(mount(there), mount(wanted))).toEqual(mount(wanted))
})

test.each([
  ['resourceClaimName', 'resourceClaimTemplateName'],
  ['resourceClaimTemplateName', 'resourceClaimName'],
])('a claim has no %s beside %s', (there, wanted) => {
  const claim = (key: string) => ({ resourceClaims: [{ name: 'c', [key]: 'x' }] })
  expect(inPod(claim(there), claim(wanted))).toEqual(claim(wanted))
})

describe('a volume has one source', () => {
  const volumes = (...list: object[]) => ({ volumes: list.map((volume) => ({ name: 'v', ...volume })) })

  test.each([
    ['none: it gets one', {}, { emptyDir: {} }, { emptyDir: {} }],
    ['null: it gets one', { emptyDir: null }, { emptyDir: {} }, { emptyDir: {} }],
    ['the one', { emptyDir: { medium: 'Memory' } }, { emptyDir: {} }, { emptyDir: { medium: 'Memory' } }],
    ['the one beside null', { hostPath: null, emptyDir: {} }, { emptyDir: {} }, { hostPath: null, emptyDir: {} }],
    ['the one and another, which goes', { emptyDir: {}, hostPath: { path: '/' } }, { emptyDir: {} }, { emptyDir: {} }],
    [
      'the one with another value',
      { emptyDir: { medium: '' } },
      { emptyDir: { medium: 'Memory' } },
      { emptyDir: { medium: 'Memory' } },
    ],
    [
      'a preferred one where there is none',
      {},
      { emptyDir: preferred({ medium: 'Memory' }) },
      { emptyDir: { medium: 'Memory' } },
    ],
    [
      'a preferred one where there is null',
      { hostPath: null, emptyDir: null },
      { emptyDir: preferred({}) },
      { hostPath: null, emptyDir: {} },
    ],
    [
      'a preferred one that is there',
      { emptyDir: { medium: 'Memory' } },
      { emptyDir: preferred({}) },
      { emptyDir: { medium: 'Memory' } },
    ],
    [
      'a preferred one beside another',
      { hostPath: { path: '/' } },
      { emptyDir: preferred({}) },
      { hostPath: { path: '/' } },
    ],
    [
      'one that has to go',
      { emptyDir: {}, hostPath: { path: '/' } },
      { emptyDir: {}, hostPath: null },
      { emptyDir: {} },
    ],
  ])('%s', (_what, there, wanted, expected) => {
    expect(inPod(volumes(there), volumes(wanted))).toEqual(volumes(expected))
  })

  test('a preferred one of a new volume is copied', () => {
    const emptyDir = { medium: 'Memory' }
    const made = inPod({}, volumes({ emptyDir: preferred(emptyDir) })).volumes as { emptyDir: object }[]
    expect(made[0]!.emptyDir).toEqual(emptyDir)
    expect(made[0]!.emptyDir).not.toBe(emptyDir)
  })
})

describe.each(['seccompProfile', 'appArmorProfile'])('%s is written as a whole', (field) => {
  const context = (profile: unknown) => ({ securityContext: { [field]: profile } })
  const local = { type: 'Localhost', localhostProfile: 'p' }

  test.each([
    ['none', undefined, { type: 'RuntimeDefault' }, { type: 'RuntimeDefault' }],
    ['null', null, { type: 'RuntimeDefault' }, { type: 'RuntimeDefault' }],
    ['equal', { type: 'RuntimeDefault' }, { type: 'RuntimeDefault' }, { type: 'RuntimeDefault' }],
    [
      'equal with null',
      { type: 'RuntimeDefault', localhostProfile: null },
      { type: 'RuntimeDefault' },
      { type: 'RuntimeDefault', localhostProfile: null },
    ],
    ['looser', { type: 'Unconfined' }, { type: 'RuntimeDefault' }, { type: 'RuntimeDefault' }],
    ['of the node, which is as strict', local, { type: 'RuntimeDefault' }, local],
    ['of the node where none is wanted', local, { type: 'Unconfined' }, { type: 'Unconfined' }],
    ['of the node', { type: 'RuntimeDefault' }, local, local],
    ['of the node, the same', local, local, local],
    ['of the node, another', { type: 'Localhost', localhostProfile: 'q' }, local, local],
    ['of the node, none', { type: 'Localhost' }, local, local],
    [
      'with more',
      { type: 'RuntimeDefault', localhostProfile: 'p' },
      { type: 'RuntimeDefault' },
      { type: 'RuntimeDefault' },
    ],
    ['a word', 'RuntimeDefault', { type: 'RuntimeDefault' }, { type: 'RuntimeDefault' }],
    ['a list', ['Localhost'], { type: 'RuntimeDefault' }, { type: 'RuntimeDefault' }],
  ])('%s', (_what, there, wanted, expected) => {
    expect(inContainer(there === undefined ? {} : context(there), context(wanted))).toEqual(context(expected))
  })

  test('and copied', () => {
    const wanted = { type: 'Unconfined' }
    for (const there of [{}, context({ type: 'RuntimeDefault' })]) {
      const made = inContainer(there, context(wanted)).securityContext as Record<string, unknown>
      expect(made[field]).toEqual(wanted)
      expect(made[field]).not.toBe(wanted)
    }
  })

  test('of a pod too', () => {
    expect(inPod(context(local), context({ type: 'RuntimeDefault' }))).toEqual(context(local))
  })
})
