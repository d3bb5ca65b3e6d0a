import { describe, expect, test } from 'vitest'
import { preferred } from '../../src/index.js'
import { inContainer, inPod, overlaid, planFor } from './overlaid.js'

describe('what must be absent', () => {
  test.each([
    ['a string', { workingDir: '/x' }],
    ['a number', { workingDir: 1 }],
    ['an object', { workingDir: {} }],
    ['a list', { workingDir: ['x'] }],
  ])('goes where it is %s', (_what, container) => {
    expect(inContainer({ tty: true, ...container }, { workingDir: null })).toEqual({ tty: true })
    expect(planFor(container, { workingDir: null }).patch).toEqual([{ op: 'remove', path: '/containers/0/workingDir' }])
  })

  test.each([
    [{}],
    [{ workingDir: null }],
    [{ workingDir: undefined }],
    [{ workingDir: '' }],
    [{ workingDir: false }],
    [{ workingDir: 0 }],
    [{ workingDir: [] }],
  ])('is absent in %j', (container) => {
    expect(inContainer(container, { workingDir: null })).toEqual(container)
  })

  test.each([
    ['runAsUser', 0],
    ['runAsNonRoot', false],
    ['allowPrivilegeEscalation', false],
    ['procMount', ''],
  ])('goes where it is the zero value of a pointer: %s: %j', (field, zero) => {
    expect(inContainer({ securityContext: { [field]: zero, a: 1 } }, { securityContext: { [field]: null } })).toEqual({
      securityContext: { a: 1 },
    })
    expect(inContainer({ securityContext: { [field]: null } }, { securityContext: { [field]: null } })).toEqual({
      securityContext: { [field]: null },
    })
  })

  test.each([
    ['mountPropagation', 'None', 'HostToContainer'],
    ['privileged', false, true],
    ['procMount', 'Default', 'Unmasked'],
    ['recursiveReadOnly', 'Disabled', 'IfPossible'],
    ['terminationMessagePath', '/dev/termination-log', '/dev/log'],
    ['terminationMessagePolicy', 'File', 'FallbackToLogsOnError'],
    ['timeoutSeconds', 1, 2],
  ])('what the API server takes for absent stays: %s', (field, initial, other) => {
    expect(planFor({ [field]: initial }, { [field]: null }).patch).toEqual([])
    expect(inContainer({ tty: true, [field]: other }, { [field]: null })).toEqual({ tty: true })
  })

  const filledIn: readonly (readonly [what: string, there: object, wanted: object])[] = [
    ['a pull policy', { imagePullPolicy: 'Always' }, { imagePullPolicy: null }],
    ['another pull policy', { imagePullPolicy: 'IfNotPresent' }, { imagePullPolicy: null }],
    ['no resources', { resources: {} }, { resources: null }],
    [
      'the path of a probe',
      { livenessProbe: { httpGet: { port: 1, path: '/', scheme: 'HTTP' } } },
      { livenessProbe: { httpGet: { port: 1, path: null, scheme: null } } },
    ],
    [
      'the version of a field reference',
      { env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } }] },
      { env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: null, fieldPath: 'metadata.name' } } }] },
    ],
    ['an empty text for none', { imagePullPolicy: 'Always' }, { imagePullPolicy: '' }],
  ]
  test.each(filledIn)('what the API server fills in stays: %s', (_what, there, wanted) => {
    expect(planFor(there, wanted).patch).toEqual([])
  })

  const volume = (source: object) => [{ name: 'v', ...source }]
  const filledInPods: readonly (readonly [what: string, there: object, wanted: object])[] = [
    ['whether it restarts', { restartPolicy: 'Always' }, { restartPolicy: null }],
    ['how long it may take to end', { terminationGracePeriodSeconds: 30 }, { terminationGracePeriodSeconds: null }],
    ['no security settings', { securityContext: {} }, { securityContext: null }],
    ...['configMap', 'secret', 'downwardAPI', 'projected'].map((source): [string, object, object] => [
      `the mode of a volume: ${source}`,
      { volumes: volume({ [source]: { defaultMode: 420 } }) },
      { volumes: volume({ [source]: { defaultMode: null } }) },
    ]),
    [
      'the type of a path',
      { volumes: volume({ hostPath: { path: '/x', type: '' } }) },
      { volumes: volume({ hostPath: { path: '/x', type: null } }) },
    ],
    [
      'the pull policy of an image volume',
      { volumes: volume({ image: { reference: 'a:1', pullPolicy: 'IfNotPresent' } }) },
      { volumes: volume({ image: { reference: 'a:1', pullPolicy: null } }) },
    ],
    ['the priority of no class', { priority: 0 }, { priority: null }],
    [
      'the metadata of a claim',
      { volumes: volume({ ephemeral: { volumeClaimTemplate: { metadata: {} } } }) },
      { volumes: volume({ ephemeral: { volumeClaimTemplate: { metadata: null } } }) },
    ],
    ...Object.entries({
      azureDisk: { cachingMode: 'ReadWrite', fsType: 'ext4', kind: 'Shared', readOnly: false },
      iscsi: { iscsiInterface: 'default' },
      rbd: { keyring: '/etc/ceph/keyring', pool: 'rbd', user: 'admin' },
      scaleIO: { fsType: 'xfs', storageMode: 'ThinProvisioned' },
    }).map(([source, there]): [string, object, object] => [
      `what a volume has by default: ${source}`,
      { volumes: volume({ [source]: there }) },
      { volumes: volume({ [source]: Object.fromEntries(Object.keys(there).map((field) => [field, null])) }) },
    ]),
  ]
  test.each(filledInPods)('what the API server fills into a pod stays: %s', (_what, there, wanted) => {
    expect(inPod(there, wanted)).toEqual(there)
  })

  test('what it does not fill in goes', () => {
    expect(
      inContainer({ imagePullPolicy: 'Never', resources: { limits: {} } }, { imagePullPolicy: null, resources: null }),
    ).toEqual({})
    expect(
      inPod(
        { restartPolicy: 'Never', terminationGracePeriodSeconds: 31 },
        { restartPolicy: null, terminationGracePeriodSeconds: null },
      ),
    ).toEqual({})
    const sidecar = { initContainers: [{ name: 'a', image: 'a', restartPolicy: 'Always' }] }
    expect(inPod(sidecar, { initContainers: [{ name: 'a', restartPolicy: null }] })).toEqual({
      initContainers: [{ name: 'a', image: 'a' }],
    })
    expect(
      inContainer(
        { livenessProbe: { exec: {}, terminationGracePeriodSeconds: 30 } },
        { livenessProbe: { terminationGracePeriodSeconds: null } },
      ),
    ).toEqual({ livenessProbe: { exec: {} } })
  })

  test('of a pod', () => {
    expect(
      inPod(
        { automountServiceAccountToken: false, hostNetwork: false },
        { automountServiceAccountToken: null, hostNetwork: null },
      ),
    ).toEqual({
      hostNetwork: false,
    })
  })

  test.each([null, ''])('a service account goes out of the older field too: %j', (serviceAccountName) => {
    const made = inPod({ serviceAccountName: 'a', serviceAccount: 'a' }, { serviceAccountName })
    expect(made).not.toHaveProperty('serviceAccount')
    expect(made).not.toHaveProperty('serviceAccountName', 'a')
    const stored = { serviceAccountName: 'default', serviceAccount: 'default' }
    expect(inPod(stored, { serviceAccountName })).toEqual(stored)
  })

  test.each(['privileged', 'hostProcess'])('%s: false says what none says', (field) => {
    const context = (value: unknown) => ({ securityContext: { windowsOptions: { [field]: value }, [field]: value } })
    expect(inContainer(context(false), context(null))).toEqual(context(false))
    expect(inContainer(context(true), context(null))).toEqual({ securityContext: { windowsOptions: {} } })
  })

  test('a port of the host that is none in the host’s network, either', () => {
    const there = { hostNetwork: true, containers: [{ name: 'app', ports: [{ containerPort: 80, hostPort: 81 }] }] }
    const overlay = { targets: ['app'], target: { ports: [{ containerPort: 80, hostPort: null }] } }
    expect(overlaid(there, overlay)).toEqual({
      hostNetwork: true,
      containers: [{ name: 'app', ports: [{ containerPort: 80 }] }],
    })
  })

  test.each<[string, object, object, object]>([
    ['as it will be filled in', { requests: { cpu: '1' } }, preferred({ cpu: '1' }), { cpu: '1' }],
    [
      'as it will be filled in beside none',
      { limits: {}, requests: { cpu: '1' } },
      preferred({ cpu: '1' }),
      { cpu: '1' },
    ],
    ['as it is', { limits: { cpu: '2' }, requests: { cpu: '2' } }, preferred({ cpu: '1' }), { cpu: '2' }],
    ['by its name', { requests: { cpu: '1' } }, { cpu: preferred('1') }, { cpu: '1' }],
  ])(
    'a request that equals a preferred limit %s is what the API server makes of none',
    (_what, there, limits, left) => {
      const made = inContainer({ resources: there }, { resources: { limits, requests: null } })
      expect(made['resources']).toMatchObject({ requests: left, limits: left })
    },
  )

  test.each<[object, object]>([
    [{ requests: { cpu: '2' } }, preferred({ cpu: '1' })],
    [{ limits: { cpu: '2' }, requests: { cpu: '1' } }, preferred({ cpu: '1' })],
    [{ limits: { memory: '1' }, requests: { cpu: '1' } }, preferred({ cpu: '1' })],
  ])('and one that does not goes: %j beside %j', (there, limits) => {
    expect(
      inContainer({ resources: there }, { resources: { limits, requests: null } })['resources'],
    ).not.toHaveProperty('requests')
  })

  test('of what nobody knows yet, it takes nothing else along, and whatever is there goes', () => {
    const newer = { serviceAccount: 'a', serviceAccountName: 'a', limits: { cpu: 1 }, requests: { cpu: 1 } }
    expect(inPod({ newer }, { newer: { serviceAccountName: null, requests: null } })).toEqual({
      newer: { serviceAccount: 'a', limits: { cpu: 1 } },
    })
  })

  test('is not added where an entry is new', () => {
    expect(inContainer({}, { volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: null, subPath: null }] })).toEqual({
      volumeMounts: [{ name: 'v', mountPath: '/v' }],
    })
  })

  test('may be a whole list of entries', () => {
    expect(inContainer({ ports: [{ containerPort: 80 }] }, { ports: null })).toEqual({})
  })

  test('several of one object go at once', () => {
    expect(inContainer({ a: 1, b: 2, c: 3, d: 4 }, { d: null, a: null, c: null })).toEqual({ b: 2 })
  })
})
