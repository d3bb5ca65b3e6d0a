import { describe, expect, test } from 'vitest'
import { applyOverlay, includes, preferred } from '../../src/index.js'
import { fieldsOf } from '../../src/kubernetes/field-types.js'
import { formatNamed } from '../../src/overlay/check/formats.js'
import { schemas } from '../kit/openapi.js'
import { faultsOf } from './faults-of.js'

// What texts and numbers have to look like, wherever they stand. All that is refused here an API server of 1.37 refuses, and takes the others.

const own = (fields: object) => ({ spec: { containers: [{ name: 'own', image: 'own:1', ...fields }] } })
const source = (fields: object) => ({ spec: { volumes: [{ name: 'v', ...fields }] } })
const env = (valueFrom: object) => own({ env: [{ name: 'A', valueFrom }] })
const term = (fields: object) => ({
  spec: {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: includes([
          { topologyKey: 'zone', labelSelector: {}, ...fields },
        ]),
      },
    },
  },
})
const terms = 'spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]'
const selected = (fields: object) => term({ labelSelector: fields })
const probe = (port: unknown) => own({ livenessProbe: { httpGet: { port } } })
const claimWith = (metadata: object) =>
  source({
    ephemeral: {
      volumeClaimTemplate: {
        metadata,
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    },
  })
const long = (length: number) => 'x'.repeat(length)

type Place = readonly [
  what: string,
  overlay: (value: never) => unknown,
  field: string,
  expected: string,
  refused: readonly unknown[],
  taken: readonly unknown[],
]

const places: readonly Place[] = [
  [
    'a DNS label',
    (hostname) => ({ spec: { hostname } }),
    'spec.hostname',
    'a DNS label (at most 63 lower case letters, digits and "-")',
    ['A', 'a_b', 'a.b', '-a', 'a-', ' ', 'é', 'a\n', long(64)],
    ['a', '1', 'a-b', long(63), '', preferred('a')],
  ],
  [
    'a list of DNS labels',
    (namespace) => term({ namespaces: [namespace] }),
    `${terms}.namespaces[0]`,
    'a DNS label',
    ['', 'A', 'a.b'],
    ['team-a'],
  ],
  [
    'a DNS subdomain',
    (name) => env({ configMapKeyRef: { name, key: 'k' } }),
    'spec.containers[0].env[0].valueFrom.configMapKeyRef.name',
    'a DNS subdomain',
    ['A', 'a..b', '.a', 'a.', 'a_b', 'a/b', long(254)],
    ['a', 'a.b-c.d', long(253)],
  ],
  [
    'what the API server does not drop where it is empty',
    (hostnameOverride) => ({ spec: { hostnameOverride } }),
    'spec.hostnameOverride',
    'a DNS subdomain of at most 64 characters',
    ['', 'a_b', long(65)],
    ['a.b', long(64)],
  ],
  ...['serviceAccountName', 'priorityClassName'].map((name): Place => [
    `the ${name} of a pod`,
    (value) => ({ spec: { [name]: value } }),
    `spec.${name}`,
    'a DNS subdomain',
    ['Foo_Bar', 'a..b', '-a', long(254)],
    ['a.b', long(253), ''],
  ]),
  [
    'the class of a runtime, which is not dropped where it is empty',
    (runtimeClassName) => ({ spec: { runtimeClassName } }),
    'spec.runtimeClassName',
    'a DNS subdomain',
    ['', 'Foo_Bar', 'a..b', '-a', long(254)],
    ['a.b', long(253)],
  ],
  [
    'a qualified name, such as app or example.com/app (at most 63 letters, digits, "-", "_" and ".")',
    (key) => ({ spec: { tolerations: [{ key, operator: 'Exists' }] } }),
    'spec.tolerations[0].key',
    'a qualified name, such as app or example.com/app (at most 63 letters, digits, "-", "_" and ".")',
    ['a b', '-a', 'a-', '/a', 'a/', 'a/b/c', 'A/b', '../a', long(64), `a/${long(64)}`, `${long(254)}/a`],
    ['a', 'A_b.C', 'a.example/B', '', long(63), `${long(253)}/${long(63)}`],
  ],
  [
    'a list of keys of labels',
    (key) => term({ matchLabelKeys: [key] }),
    `${terms}.matchLabelKeys[0]`,
    'a qualified name, such as app or example.com/app (at most 63 letters, digits, "-", "_" and ".")',
    ['', ' ', 'a b'],
    ['version'],
  ],
  [
    'the topology of a term',
    (topologyKey) => term({ topologyKey }),
    `${terms}.topologyKey`,
    'a qualified name, such as app or example.com/app (at most 63 letters, digits, "-", "_" and ".")',
    [' ', 'a b', '/a'],
    ['kubernetes.io/hostname'],
  ],
  [
    'the value of a label (at most 63 letters, digits, "-", "_" and "."; no sign first or last)',
    (value) => ({ spec: { nodeSelector: { disk: value } } }),
    'spec.nodeSelector.disk',
    'the value of a label (at most 63 letters, digits, "-", "_" and "."; no sign first or last)',
    ['a b', 'a/b', '-a', 'é', long(64), preferred('a b')],
    ['', 'a', 'A_b.c', long(63), preferred('a'), null],
  ],
  [
    'the values that a selector takes',
    (value) => selected({ matchExpressions: [{ key: 'a', operator: 'In', values: [value] }] }),
    `${terms}.labelSelector.matchExpressions[0].values[0]`,
    'the value of a label (at most 63 letters, digits, "-", "_" and "."; no sign first or last)',
    [' ', 'a/b'],
    ['', 'a'],
  ],
  [
    'a key of a ConfigMap',
    (key) => env({ configMapKeyRef: { name: 'c', key } }),
    'spec.containers[0].env[0].valueFrom.configMapKeyRef.key',
    'a key of a ConfigMap or Secret',
    ['a b', 'a/b', '.', '..', '..a', 'é', long(254)],
    ['a', '.a', 'A_b.c', 'a..b', long(253)],
  ],
  [
    'a port of a probe',
    probe,
    'spec.containers[0].livenessProbe.httpGet.port',
    'a port name (at most 15 lower case letters, digits and "-", with a letter among them)',
    ['A', 'a_b', '80', 'a--b', '-a', long(16)],
    ['http', '8080-a', long(15), 8080],
  ],
  [
    'what stands in front of variables',
    (prefix) => own({ envFrom: [{ prefix, configMapRef: { name: 'c' } }] }),
    'spec.containers[0].envFrom[0].prefix',
    'the name of a variable',
    ['é', 'a=b', 'a\n'],
    ['', 'A_', 'a b'],
  ],
  [
    'an address',
    (nameserver) => ({ spec: { dnsConfig: { nameservers: [nameserver] } } }),
    'spec.dnsConfig.nameservers[0]',
    'an IP address',
    [
      ...['', 'a', 'dns.example', '1', '10.0.0', '999.1.1.1', '10.0.0.256', 'a:b', ':', '1:2:3:4:5:6:7'],
      '1:2:3:4:5:10.0.0.1',
    ],
    [
      ...['10.0.0.1', '255.249.199.99', '010.0.0.1', '2001:db8::1', '::', '1:2:3:4:5:6:7:8'],
      ...['1:2:3:4:5:6:10.0.0.1', '64:ff9b::10.0.0.1', '2001:DB8::A'],
    ],
  ],
  [
    'a path in a volume',
    (path) => source({ configMap: { name: 'c', items: [{ key: 'k', path }] } }),
    'spec.volumes[0].configMap.items[0].path',
    'a relative path without "..", which it does not begin with either',
    ['/a', '../a', 'a/..', 'a/../b', '..', '..a', '...'],
    ['a', 'a/b', 'a/..b', 'a..', '.a'],
  ],
  [
    'the profile of a node',
    (localhostProfile) => own({ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile } } }),
    'spec.containers[0].securityContext.seccompProfile.localhostProfile',
    'a relative path without ".."',
    ['/a', '../a', 'a/..', 'a/../b', '..'],
    ['a', 'a/b', '..a', 'a..'],
  ],
  [
    'how long a pod may take to end',
    (terminationGracePeriodSeconds) => ({ spec: { terminationGracePeriodSeconds } }),
    'spec.terminationGracePeriodSeconds',
    'a number from',
    [2 ** 63, -(2 ** 63) - 2048, 1e300],
    [0, -1, Number.MAX_SAFE_INTEGER, 2 ** 63 - 1024],
  ],
]

describe.each(places)('%s', (_what, overlay, field, expected, refused, taken) => {
  test.each(refused)('%j is refused', (value) => {
    expect(faultsOf(overlay(value as never))).toEqual([
      ['InvalidValue', field, expect.stringContaining(`expected ${expected}`)],
    ])
  })

  test.each(taken)('%j is taken', (value) => {
    expect(faultsOf(overlay(value as never))).toEqual([])
  })
})

describe('the keys of a map', () => {
  const maps: readonly (readonly [string, (map: object) => unknown, string])[] = [
    ['nodeSelector', (nodeSelector) => ({ spec: { nodeSelector } }), 'spec.nodeSelector'],
    ['matchLabels', (matchLabels) => selected({ matchLabels }), `${terms}.labelSelector.matchLabels`],
    ['limits', (limits) => own({ resources: { limits } }), 'spec.containers[0].resources.limits'],
  ]
  test.each(maps)('%s', (_name, overlay, field) => {
    for (const key of ['', 'a b', '/a', long(64)])
      expect(faultsOf(overlay({ [key]: '1' }))).toEqual([
        ['InvalidValue', expect.stringContaining(field), expect.stringContaining('expected a qualified name, such as')],
      ])
    expect(faultsOf(overlay({ 'a.example/b': '1' }))).toEqual([])
  })

  test('the value of a label that is no text is told once', () => {
    expect(faultsOf(selected({ matchLabels: { a: -5 } }))).toEqual([
      ['InvalidType', `${terms}.labelSelector.matchLabels.a`, expect.stringContaining('expected a string, found -5')],
    ])
  })

  test('annotations, of whose domains the case does not matter', () => {
    for (const key of ['a b', '/a', 'a/b/c', 'A_b/c', long(64)])
      expect(faultsOf(claimWith({ annotations: { [key]: 'a b' } }))).toEqual([
        ['InvalidValue', expect.any(String), expect.stringContaining('expected the key of an annotation, found')],
      ])
    for (const key of ['a', 'A', 'Example.COM/Foo', 'a.example/B'])
      expect(faultsOf(claimWith({ annotations: { [key]: 'a b' } }))).toEqual([])
    expect(faultsOf(claimWith({ labels: { 'Example.COM/Foo': 'a' } }))).toHaveLength(1)
  })

  test('what has to be absent may have any', () => {
    expect(faultsOf({ spec: { nodeSelector: { 'a b': null } } })).toEqual([])
  })

  test('a driver chooses its own', () => {
    expect(faultsOf(source({ csi: { driver: 'd', volumeAttributes: { 'a b': ' ' } } }))).toEqual([])
  })
})

describe('a number', () => {
  test.each<[(value: number) => unknown, string, number, number]>([
    [probe, 'spec.containers[0].livenessProbe.httpGet.port', 1, 65535],
    [(port) => own({ startupProbe: { grpc: { port } } }), 'spec.containers[0].startupProbe.grpc.port', 1, 65535],
    [
      (defaultMode) => source({ secret: { secretName: 's', defaultMode } }),
      'spec.volumes[0].secret.defaultMode',
      0,
      511,
    ],
    [
      (expirationSeconds) =>
        source({ projected: { sources: [{ serviceAccountToken: { path: 'p', expirationSeconds } }] } }),
      'spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds',
      600,
      4294967296,
    ],
    [
      (group) => ({ spec: { securityContext: { supplementalGroups: [group] } } }),
      'spec.securityContext.supplementalGroups[0]',
      0,
      2147483647,
    ],
    [(priority) => ({ spec: { priority } }), 'spec.priority', -2147483648, 2147483647],
  ])('%#', (overlay, field, least, most) => {
    for (const value of [least, most]) expect(faultsOf(overlay(value))).toEqual([])
    for (const value of [least - 1, most + 1])
      expect(faultsOf(overlay(value))).toEqual([
        ['InvalidValue', field, expect.stringContaining(`expected a number from ${least} to ${most}, found ${value}`)],
      ])
  })

  test('of 64 bits', () => {
    const tolerations = [{ key: 'a', effect: 'NoExecute', tolerationSeconds: 1e10 }]
    expect(faultsOf({ spec: { tolerations, terminationGracePeriodSeconds: 1e10 } })).toEqual([])
    expect(faultsOf({ spec: { tolerations: [{ ...tolerations[0], tolerationSeconds: -1 }] } })).toEqual([])
  })

  test('a mode of an empty directory may have more bits than that of a file', () => {
    expect(faultsOf(source({ emptyDir: { mode: 0o1777 } }))).toEqual([])
  })
})

describe('the amounts of a claim', () => {
  const claim = (resources: object) =>
    source({ ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources } } } })
  const storage = '1Gi'

  test.each<object>([
    { requests: { storage, 'example.com/foo': '500m' } },
    { requests: { storage }, limits: { storage: '500Mi' } },
    { requests: { storage, 'example.com/foo': '1' }, limits: { 'example.com/foo': '2' } },
  ])('are not compared and not counted by the piece, as the API server takes them: %j', (resources) => {
    expect(faultsOf(claim(resources))).toEqual([])
  })

  test('have names that are spelt right', () => {
    expect(faultsOf(claim({ requests: { storage, strage: '1' } }))).toHaveLength(1)
  })
})

describe('a time', () => {
  const at = (creationTimestamp: unknown) => {
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } }
    return source({ ephemeral: { volumeClaimTemplate: { metadata: { creationTimestamp }, spec } } })
  }

  test.each(['2026-01-01T00:00:00Z', new Date(0)])('%j is one', (value) => {
    expect(faultsOf(at(value))).toEqual([])
  })

  test('of JavaScript is written as JSON has it', () => {
    const spec = applyOverlay({ containers: [] }, at(new Date(0)))
    expect(JSON.stringify(spec.volumes)).toContain('{"creationTimestamp":"1970-01-01T00:00:00.000Z"}')
    expect(applyOverlay(spec, at(new Date(0)))).toBe(spec)
  })

  test.each([5, true])('%j is none', (value) => {
    const field = 'spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.creationTimestamp'
    expect(faultsOf(at(value))).toEqual([['InvalidType', field, `expected a time, found ${String(value)}`]])
  })

  test.each<[string, (value: Date) => unknown, string]>([
    ['a field of times', at, 'spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.creationTimestamp'],
    ['a field of texts', (hostname) => ({ spec: { hostname } }), 'spec.hostname'],
    ['a field of objects', (securityContext) => ({ spec: { securityContext } }), 'spec.securityContext'],
    ['a field of a newer Kubernetes', (newer) => ({ spec: { newer } }), 'spec.newer'],
    ['a preference', (newer) => ({ spec: { newer: preferred(newer) } }), 'spec.newer'],
    ['a list', (newer) => ({ spec: { newer: [[newer]] } }), 'spec.newer[0][0]'],
    ['a field below', (below) => ({ spec: { newer: { below } } }), 'spec.newer.below'],
  ])('that is none of the calendar is none, in %s', (_, overlay, field) => {
    const message = 'expected JSON, found an invalid Date; write a time, such as "2026-01-01T00:00:00Z"'
    expect(faultsOf(overlay(new Date('soon')))).toEqual([['InvalidType', field, message]])
  })

  test('is no object', () => {
    expect(faultsOf({ spec: { securityContext: new Date(0) } })).toEqual([
      ['InvalidType', 'spec.securityContext', 'expected an object (PodSecurityContext), found a Date'],
    ])
  })
})

describe('an empty text', () => {
  test('where the API server tells it from none, is none of a closed list', () => {
    expect(faultsOf(own({ restartPolicy: '' }))).toEqual([
      ['InvalidValue', 'spec.containers[0].restartPolicy', 'expected one of Always, Never, OnFailure, found ""'],
    ])
    expect(faultsOf({ spec: { restartPolicy: '' } })).toEqual([])
  })

  test.each<[object, string]>([
    [{ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: '' } } }] }, 'env[0].valueFrom.fieldRef.fieldPath'],
    [{ livenessProbe: { exec: { command: [] } } }, 'livenessProbe.exec.command'],
  ])('amends nothing that the API server wants a value of: %j', (target, field) => {
    expect(faultsOf({ targets: ['app'], target })).toEqual([
      ['InvalidValue', `target.${field}`, expect.stringMatching(/^expected a value, found .*; every \w+ has one$/)],
    ])
  })
})

test('every format that a field has is known', () => {
  const texts = Object.keys(schemas).flatMap((type) =>
    [...(fieldsOf(type)?.values() ?? [])].map((field) => field.texts),
  )
  const named = new Set(texts.filter((text) => !text.includes('|')).map((text) => text.replace('?', '')))
  expect([...named].filter((name) => formatNamed(name) === undefined).sort()).toEqual(['', 'any'])
})
