import { expect, test } from 'vitest'
import { isDefault } from '../../src/kubernetes/defaults.js'
import { entryDefault } from '../../src/kubernetes/entry-defaults.js'
import { escalationIn } from '../../src/kubernetes/escalation.js'
import { escapeExpansion, unescapeExpansion } from '../../src/kubernetes/expansion.js'
import { isBlank, lacking, lackingIn, requirementsOf } from '../../src/kubernetes/required.js'
import { canBeShared } from '../../src/kubernetes/quantity.js'
import {
  exclusiveWith,
  isMap,
  isResources,
  isSet,
  isUnionByType,
  keepsEmpty,
  unionOf,
} from '../../src/kubernetes/schema.js'

// What Kubernetes says of fields, one by one.

test.each<[string | undefined, string, unknown, boolean]>([
  [undefined, 'dnsPolicy', 'ClusterFirst', true],
  [undefined, 'dnsPolicy', 'Default', false],
  ['Container', 'terminationMessagePolicy', 'File', true],
  ['PodSpec', 'restartPolicy', 'Always', true],
  ['Container', 'restartPolicy', 'Always', false],
  [undefined, 'restartPolicy', 'Always', false],
  ['Container', 'imagePullPolicy', 'Always', true],
  ['Container', 'imagePullPolicy', 'IfNotPresent', true],
  ['Container', 'imagePullPolicy', 'Never', false],
  ['SecretVolumeSource', 'defaultMode', 420, true],
  ['SecretVolumeSource', 'defaultMode', 256, false],
  ['Container', 'resources', {}, true],
  ['Container', 'resources', { limits: {} }, false],
  ['Container', 'resources', [], false],
  ['PodSpec', 'resources', {}, false],
  ['PodSpec', 'securityContext', {}, true],
  ['PersistentVolumeClaimTemplate', 'metadata', {}, true],
  ['PersistentVolumeClaimTemplate', 'metadata', { labels: { app: 'a' } }, false],
  ['PersistentVolumeClaimTemplate', 'spec', {}, false],
  ['ObjectFieldSelector', 'apiVersion', 'v1', true],
  ['ObjectFieldSelector', 'apiVersion', 'v2', false],
  ['Container', 'newer', undefined, false],
  ['Container', 'newer', null, false],
  ['Container', 'toString', undefined, false],
  ['toString', 'name', 'a', false],
  [undefined, 'toString', undefined, false],
  [undefined, 'securityContext', {}, false],
  ['Newer', 'securityContext', {}, false],
  ['HostPathVolumeSource', 'path', '', false],
])('in %s %s is by default %j: %j', (type, field, value, is) => {
  expect(isDefault(type, field, value)).toBe(is)
})

test('what is filled into entries is known by type and field', () => {
  const of = (type: string | undefined, field: string): unknown => entryDefault(type, field)
  expect(of('ObjectFieldSelector', 'apiVersion')).toBe('v1')
  expect(of('ResourceFieldSelector', 'divisor')).toBe('0')
  expect(of('ServiceAccountTokenProjection', 'expirationSeconds')).toBe(3600)
  for (const [type, field] of [
    [undefined, 'apiVersion'],
    ['ObjectFieldSelector', 'divisor'],
    ['ObjectFieldSelector', 'toString'],
    ['toString', 'apiVersion'],
  ] as const)
    expect(of(type, field)).toBeUndefined()
})

test.each([
  [{}, undefined],
  [{ privileged: true }, 'privileged'],
  [{ privileged: false }, undefined],
  [{ capabilities: { add: ['CAP_SYS_ADMIN'] } }, 'add'],
  [{ capabilities: { add: ['SYS_ADMIN'] } }, undefined],
  [{ capabilities: { drop: ['CAP_SYS_ADMIN'] } }, undefined],
  [{ capabilities: { add: 'CAP_SYS_ADMIN' } }, undefined],
  [{ capabilities: null }, undefined],
])('%j escalates by %s', (context, by) => {
  expect(escalationIn(context)).toBe(by)
})

test('a dollar is written twice for the kubelet, and read once', () => {
  expect(escapeExpansion('a$b$$')).toBe('a$$b$$$$')
  expect(unescapeExpansion('a$$b$$$$$')).toBe('a$b$$$')
})

test.each<[unknown, boolean]>([
  [undefined, true],
  [null, true],
  ['', true],
  [0, true],
  [[], true],
  [{}, false],
  [false, false],
  ['a', false],
  [1, false],
  [[0], false],
])('%j is blank: %j', (value, is) => {
  expect(isBlank(value)).toBe(is)
})

test('what an object lacks is the first thing that it has to have', () => {
  expect(requirementsOf('KeyToPath')).toEqual([['key'], ['path']])
  expect(requirementsOf('Probe')).toEqual([['exec', 'httpGet', 'tcpSocket', 'grpc']])
  expect(requirementsOf('Sysctl')).toEqual([['name']])
  for (const type of [undefined, 'Unknown', 'toString', '']) expect(requirementsOf(type)).toEqual([])
  expect(lacking({ key: 'a' }, 'KeyToPath')).toEqual(['path'])
  expect(lacking({ path: 'a' }, 'KeyToPath')).toEqual(['key'])
  expect(lacking({ key: 'a', path: 'b' }, 'KeyToPath')).toBeUndefined()
  expect(lacking({ periodSeconds: 5 }, 'Probe')).toEqual(['exec', 'httpGet', 'tcpSocket', 'grpc'])
  expect(lacking({ grpc: {} }, 'Probe')).toBeUndefined()
  expect(lacking({ handlerOf2031: {} }, 'Probe')).toBeUndefined()
  expect(lacking({ handlerOf2031: null }, 'Probe')).toEqual(['exec', 'httpGet', 'tcpSocket', 'grpc'])
  expect(lacking({ pathOf2031: 'a', key: 'a' }, 'KeyToPath')).toEqual(['path'])
  expect(lacking('x', 'KeyToPath')).toBeUndefined()
  expect(lackingIn({ key: 0, path: 0 }, 'KeyToPath', (value) => value === 0)).toBeUndefined()
})

test.each([
  ['cpu', true],
  ['memory', true],
  ['hugepages-2Mi', false],
  ['nvidia.com/gpu', false],
  ['pod.alpha.kubernetes.io/opaque', true],
  ['requests.kubernetes.io/x', true],
])('%s can be shared: %j', (name, is) => {
  expect(canBeShared(name)).toBe(is)
})

test('unions, sets, maps and resources are known by type and field', () => {
  expect(unionOf('VolumeMount')).toEqual(['subPath', 'subPathExpr'])
  expect([unionOf(undefined), unionOf('toString'), unionOf('Volume')]).toEqual([[], [], []])
  expect(exclusiveWith('Probe', 'grpc')).toEqual(['exec', 'httpGet', 'tcpSocket'])
  expect([exclusiveWith('Probe', 'periodSeconds'), exclusiveWith(undefined, 'exec')]).toEqual([[], []])
  expect(exclusiveWith('EnvVarSource', 'fileKeyRef')).toEqual([
    'configMapKeyRef',
    'fieldRef',
    'resourceFieldRef',
    'secretKeyRef',
  ])
  expect(exclusiveWith('EnvVar', 'value')).toEqual(['valueFrom'])
  expect(exclusiveWith('PodResourceClaim', 'resourceClaimName')).toEqual(['resourceClaimTemplateName'])
  expect(exclusiveWith('LifecycleHandler', 'sleep')).toEqual(['exec', 'httpGet', 'tcpSocket'])
  expect(['seccompProfile', 'appArmorProfile', 'profile'].map(isUnionByType)).toEqual([true, true, false])
  expect([isSet('Capabilities', 'drop'), isSet('Capabilities', 'add'), isSet(undefined, 'drop')]).toEqual([
    true,
    false,
    false,
  ])
  expect([isMap('PodSpec', 'nodeSelector'), isMap('PodSpec', 'containers'), isMap(undefined, 'x')]).toEqual([
    true,
    false,
    false,
  ])
  expect([isResources('Container', 'resources'), isResources('Container', 'env')]).toEqual([true, false])
  expect([keepsEmpty('Container', 'name'), keepsEmpty('Container', 'image'), keepsEmpty('Container', 'newer')]).toEqual(
    [true, false, false],
  )
})
