import { describe, expect, test } from 'vitest'
import { expectFaults, image, injected } from './configs.js'

const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } }
const config = (more: object, rest: object = {}): object => ({
  image,
  mode: 'fetch',
  volumeSource: { ephemeral: { volumeClaimTemplate: { spec: { ...spec, ...more }, ...rest } } },
})
const template = 'volumeSource.ephemeral.volumeClaimTemplate'
const claim = { kind: 'PersistentVolumeClaim', name: 'x' }
const other = { apiGroup: 'a.b', kind: 'One', name: 'x' }
const selector = (each: object): object => ({ selector: { matchExpressions: [{ key: 'a', ...each }] } })

describe('the template of an ephemeral volume that no API server takes', () => {
  test.each<[object, string, string]>([
    [{ accessModes: ['ReadWriteOncePod', 'ReadWriteOnce'] }, 'Exclusive', 'spec.accessModes'],
    [{ accessModes: ['ReadWriteOnce', 'Whatever'] }, 'InvalidValue', 'spec.accessModes[1]'],
    [{ storageClassName: 'Bad_Name' }, 'InvalidValue', 'spec.storageClassName'],
    [{ volumeAttributesClassName: 'Bad_Name' }, 'InvalidValue', 'spec.volumeAttributesClassName'],
    [selector({ operator: 'Foo' }), 'InvalidValue', 'spec.selector.matchExpressions[0].operator'],
    [selector({ operator: 'In', values: ['a b'] }), 'InvalidValue', 'spec.selector.matchExpressions[0].values[0]'],
    [selector({ key: 'a b', operator: 'Exists' }), 'InvalidValue', 'spec.selector.matchExpressions[0].key'],
    [{ selector: { matchLabels: { a: 'b c' } } }, 'InvalidValue', 'spec.selector.matchLabels.a'],
    [{ dataSource: { kind: 'Foo', name: 'x' } }, 'InvalidValue', 'spec.dataSource.kind'],
    [{ dataSourceRef: { kind: 'Foo', name: 'x' } }, 'InvalidValue', 'spec.dataSourceRef.kind'],
    [{ dataSource: { ...claim, apiGroup: 'A b' } }, 'InvalidValue', 'spec.dataSource.apiGroup'],
    [{ dataSource: { apiGroup: '', kind: 'Foo', name: 'x' } }, 'InvalidValue', 'spec.dataSource.kind'],
    [{ dataSource: claim, dataSourceRef: { ...claim, name: 'y' } }, 'Exclusive', 'spec.dataSource'],
    [{ dataSource: claim, dataSourceRef: { ...claim, namespace: 'b' } }, 'Exclusive', 'spec.dataSource'],
    [
      { dataSource: { ...other, apiGroup: 'a.b' }, dataSourceRef: { ...other, apiGroup: 'c.d' } },
      'Exclusive',
      'spec.dataSource',
    ],
    [{ dataSource: other, dataSourceRef: { ...other, kind: 'Other' } }, 'Exclusive', 'spec.dataSource'],
    [{ foo: 1 }, 'Unknown', 'spec.foo'],
    [{ volumeMode: 'Block' }, 'InvalidValue', 'spec.volumeMode'],
    [{ resources: { claims: [], requests: { storage: '1' } } }, 'Unknown', 'spec.resources.claims'],
  ])('its spec: %j', (more, code, field) => {
    expectFaults(config(more), [code, `${template}.${field}`])
  })

  test.each<[object, string, string]>([
    [{ metadata: { name: 'x' } }, 'Unknown', 'metadata.name'],
    [{ metadata: { generateName: 'x' } }, 'Unknown', 'metadata.generateName'],
    [{ metadata: { namespace: 'x' } }, 'Unknown', 'metadata.namespace'],
    [{ metadata: { labels: { a: 'b c' } } }, 'InvalidValue', 'metadata.labels.a'],
    [{ metadata: { labels: { a: 'x'.repeat(64) } } }, 'InvalidValue', 'metadata.labels.a'],
    [{ metadata: { labels: { '-a': 'b' } } }, 'InvalidValue', 'metadata.labels.-a'],
    [{ metadata: { annotations: { 'A_b/c': 'd' } } }, 'InvalidValue', 'metadata.annotations["A_b/c"]'],
    [{ metadata: { annotations: { 'a/b/c': 'd' } } }, 'InvalidValue', 'metadata.annotations["a/b/c"]'],
    [{ metadata: { annotations: { 'a b': 'd' } } }, 'InvalidValue', 'metadata.annotations["a b"]'],
    [{ status: {} }, 'Unknown', 'status'],
  ])('around it: %j', (rest, code, field) => {
    expectFaults(config({}, rest), [code, `${template}.${field}`])
  })

  test.each<[object, string]>([
    [{ volumeMode: 5 }, 'volumeMode'],
    [{ accessModes: ['ReadWriteOnce', 5] }, 'accessModes[1]'],
    [{ selector: { matchLabels: { a: 5 } } }, 'selector.matchLabels.a'],
    [{ selector: { matchExpressions: ['a'] } }, 'selector.matchExpressions[0]'],
    [{ selector: { matchExpressions: [null] } }, 'selector.matchExpressions[0]'],
    [selector({ operator: 5 }), 'selector.matchExpressions[0].operator'],
    [selector({ operator: 'In', values: [5] }), 'selector.matchExpressions[0].values[0]'],
    ...[5, 0, false, {}].map((kind): [object, string] => [{ dataSource: { ...claim, kind } }, 'dataSource.kind']),
    ...[0, []].map((name): [object, string] => [{ dataSourceRef: { ...claim, name } }, 'dataSourceRef.name']),
    [{ selector: { matchExpressions: [{ key: 5, operator: 'Exists' }] } }, 'selector.matchExpressions[0].key'],
  ])('a wrong type is told once, as one: %j', (more, field) => {
    expectFaults(config(more), ['InvalidType', `${template}.spec.${field}`])
  })

  test.each([{ kind: '', name: '' }, { kind: null, name: null }, {}])(
    'a source of nothing, each fault once: %j',
    (dataSource) => {
      expectFaults(
        config({ dataSource }),
        ['Required', `${template}.spec.dataSource.kind`],
        ['Required', `${template}.spec.dataSource.name`],
      )
    },
  )
})

test.each<[object, object?]>([
  [{ accessModes: ['ReadOnlyMany', 'ReadWriteMany'] }],
  [{ accessModes: ['ReadWriteOncePod'] }],
  [{ volumeMode: 'Filesystem', resources: { limits: { storage: '20Gi' }, requests: { storage: '10Gi' } } }],
  [{ storageClassName: '', volumeName: 'pv-1', volumeAttributesClassName: 'gold' }],
  [{ storageClassName: null, selector: null, volumeMode: null }],
  [{ selector: { matchLabels: { 'a.b/C_d': '', a: 'x'.repeat(63) } } }],
  [selector({ operator: 'NotIn', values: ['b', ''] })],
  [selector({ operator: 'DoesNotExist' })],
  [{ dataSource: claim }],
  [{ dataSource: claim, dataSourceRef: claim }],
  [{ dataSource: { ...claim, apiGroup: '' } }],
  [{ dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'x' } }],
  [{ dataSourceRef: { apiGroup: 'a.b', kind: 'Foo', name: 'x', namespace: 'b' } }],
  [{}, { metadata: { labels: { a: 'b' }, annotations: { 'x/y': 'what ever' }, creationTimestamp: null } }],
])('one that they take: %j %j', (more, rest = {}) => {
  expect(() => injected(config(more, rest))).not.toThrow()
})
