import { describe, expect, test } from 'vitest'
import { compileOverlay, type PodSpecLike } from '../../src/index.js'
import { inContainer, inPod, overlaid, planFor } from './overlaid.js'

const a = { name: 'A', value: '1' }
const b = { name: 'B', value: '2' }
const c = { name: 'C', value: '3' }

describe('a list with keys', () => {
  test.each([
    ['absent', {}, [a]],
    ['null', { env: null }, [a]],
    ['undefined', { env: undefined }, [a]],
    ['empty', { env: [] }, [a]],
    ['with others: the new one goes to the end', { env: [c, b] }, [c, b, a]],
    ['with the entry: nothing moves', { env: [c, a, b] }, [c, a, b]],
    ['with an outdated entry: it is rewritten in its place', { env: [c, { name: 'A', value: '0' }, b] }, [c, a, b]],
    ['with more in the entry', { env: [{ ...a, future: 1 }] }, [{ ...a, future: 1 }]],
    ['with the entry twice: the second goes', { env: [a, b, a] }, [a, b]],
    ['with three: those after the first go', { env: [{ name: 'A' }, b, a, a, c] }, [a, b, c]],
    ['with the others twice: they stay', { env: [b, b, a] }, [b, b, a]],
    ['with entries of another case', { env: [{ name: 'a', value: '0' }] }, [{ name: 'a', value: '0' }, a]],
  ])('%s', (_what, container, expected) => {
    expect(inContainer(container, { env: [a] })).toEqual({ env: expected })
  })

  test('entries of the overlay go in in their order', () => {
    expect(inContainer({ env: [b] }, { env: [c, b, a] })).toEqual({ env: [b, c, a] })
  })

  test('an overlay without entries wants nothing', () => {
    for (const container of [{}, { env: null }, { env: [] }, { env: [a] }, { env: 'x' }])
      expect(inContainer(container, { env: [] })).toEqual(container)
    expect(
      overlaid({ containers: [] }, { spec: { containers: [{ name: 'a', image: 'a:1', env: [], args: ['x'] }] } }),
    ).toEqual({
      containers: [{ name: 'a', image: 'a:1', args: ['x'] }],
    })
  })

  test('entries keep what the overlay does not name by reference', () => {
    const foreign = { name: 'B', valueFrom: { fieldRef: {} } }
    expect((inContainer({ env: [foreign] }, { env: [a] }).env as unknown[])[0]).toBe(foreign)
  })

  test('duplicates in several lists go from the back', () => {
    const mount = { name: 'v', mountPath: '/v' }
    const container = { env: [a, b, a, c, a], volumeMounts: [mount, mount, mount] }
    const wanted = { env: [a, b], volumeMounts: [mount] }
    expect(inContainer(container, wanted)).toEqual({ env: [a, b, c], volumeMounts: [mount] })
    expect(planFor(container, wanted).patch).toEqual([
      { op: 'remove', path: '/containers/0/volumeMounts/2' },
      { op: 'remove', path: '/containers/0/volumeMounts/1' },
      { op: 'remove', path: '/containers/0/env/4' },
      { op: 'remove', path: '/containers/0/env/2' },
    ])
  })

  test('a list that is not there is one edit, an entry another', () => {
    expect(planFor({}, { env: [a, b] }).patch).toEqual([{ op: 'add', path: '/containers/0/env', value: [a, b] }])
    expect(planFor({ env: null }, { env: [a] }).patch).toEqual([
      { op: 'replace', path: '/containers/0/env', value: [a] },
    ])
    expect(planFor({ env: undefined }, { env: [a] }).patch).toEqual([
      { op: 'add', path: '/containers/0/env', value: [a] },
    ])
    expect(planFor({ env: [] }, { env: [a, b] }).patch).toEqual([
      { op: 'add', path: '/containers/0/env/-', value: a },
      { op: 'add', path: '/containers/0/env/-', value: b },
    ])
    expect(planFor({ env: [c, { name: 'A' }] }, { env: [a] }).patch).toEqual([
      { op: 'add', path: '/containers/0/env/1/value', value: '1' },
    ])
    expect(planFor({ env: [c, { name: 'A', value: '0' }] }, { env: [a] }).patch).toEqual([
      { op: 'replace', path: '/containers/0/env/1/value', value: '1' },
    ])
  })
})

describe('ports have two keys', () => {
  test.each([
    [
      'none is TCP',
      [{ containerPort: 80 }],
      { containerPort: 80, protocol: 'TCP', name: 'http' },
      [{ containerPort: 80, name: 'http' }],
    ],
    [
      'null is TCP',
      [{ containerPort: 80, protocol: null }],
      { containerPort: 80, name: 'http' },
      [{ containerPort: 80, protocol: null, name: 'http' }],
    ],
    [
      'an empty text is TCP',
      [{ containerPort: 80, protocol: '' }],
      { containerPort: 80, protocol: 'TCP', name: 'http' },
      [{ containerPort: 80, protocol: '', name: 'http' }],
    ],
    [
      'TCP is none',
      [{ containerPort: 80, protocol: 'TCP' }],
      { containerPort: 80, name: 'http' },
      [{ containerPort: 80, protocol: 'TCP', name: 'http' }],
    ],
    [
      'UDP is another',
      [{ containerPort: 80, protocol: 'UDP' }],
      { containerPort: 80 },
      [{ containerPort: 80, protocol: 'UDP' }, { containerPort: 80 }],
    ],
    ['another port', [{ containerPort: 81 }], { containerPort: 80 }, [{ containerPort: 81 }, { containerPort: 80 }]],
    [
      'UDP twice',
      [{ containerPort: 80, protocol: 'UDP' }, { containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }],
      { containerPort: 80, protocol: 'UDP' },
      [{ containerPort: 80, protocol: 'UDP' }, { containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }],
    ],
    [
      'a second name for the number',
      [{ containerPort: 80, name: 'web' }],
      { containerPort: 80, name: 'metrics' },
      [
        { containerPort: 80, name: 'web' },
        { containerPort: 80, name: 'metrics' },
      ],
    ],
    [
      'one that has no name, behind one that has',
      [{ containerPort: 80, name: 'web' }, { containerPort: 80 }],
      { containerPort: 80, name: 'metrics' },
      [
        { containerPort: 80, name: 'web' },
        { containerPort: 80, name: 'metrics' },
      ],
    ],
    [
      'the first of any, where ours has no name',
      [
        { containerPort: 80, name: 'web' },
        { containerPort: 80, name: 'api' },
      ],
      { containerPort: 80, hostPort: 8080 },
      [
        { containerPort: 80, name: 'web', hostPort: 8080 },
        { containerPort: 80, name: 'api' },
      ],
    ],
    ['null has none', null, { containerPort: 80 }, [{ containerPort: 80 }]],
    [
      'an empty name is none',
      [
        { containerPort: 80, name: 'web' },
        { containerPort: 80, name: '' },
      ],
      { containerPort: 80, hostPort: 8080 },
      [
        { containerPort: 80, name: 'web' },
        { containerPort: 80, name: '', hostPort: 8080 },
      ],
    ],
    [
      'our name with our number',
      [{ containerPort: 80 }, { containerPort: 80, name: 'web', protocol: 'TCP' }],
      { containerPort: 80, name: 'web' },
      [{ containerPort: 80 }, { containerPort: 80, name: 'web', protocol: 'TCP' }],
    ],
  ])('%s', (_what, ports, wanted, expected) => {
    expect(inContainer({ ports }, { ports: [wanted] })).toEqual({ ports: expected })
  })
})

describe('several ports', () => {
  const port = (name?: string, containerPort = 80) => ({ ...(name && { name }), containerPort })

  test.each([
    ['each takes an entry of its own', [port()], [port('a'), port('b')], [port('a'), port('b')]],
    ['in the overlay’s order', [port(), port()], [port('a'), port('b')], [port('a'), port('b')]],
    ['by name first', [port('b'), port()], [port('a'), port('b')], [port('b'), port('a')]],
    ['one without a name after those that have one', [port('x')], [port('a', 81), port()], [port('x'), port('a', 81)]],
  ])('%s', (_what, ports, wanted, expected) => {
    expect(inContainer({ ports }, { ports: wanted })).toEqual({ ports: expected })
  })

  test('of the overlay’s own container the entry of our name is rewritten', () => {
    const own = (...ports: object[]) => ({ containers: [{ name: 'own', image: 'own:1', ports }] })
    expect(overlaid(own(port('web', 81), port()), { spec: own(port('web')) })).toEqual(own(port('web'), port()))
    expect(overlaid(own({ ...port('web'), protocol: 'UDP' }), { spec: own(port('web')) })).toEqual(
      own({ ...port('web'), protocol: 'TCP' }),
    )
  })

  test('what is no object is a fault', () => {
    expect(() => inContainer({ ports: ['x'] }, { ports: [port()] })).toThrow(
      'spec.containers[0].ports[0]: expected an object, found "x"',
    )
    for (const faulty of [null, undefined, 1])
      expect(() => inContainer({ ports: [port(), faulty] }, { ports: [port('web')] })).toThrow(
        'spec.containers[0].ports[1]: expected an object',
      )
    expect(() => inContainer({ ports: 'x' }, { ports: [port()] })).toThrow('ports: expected a list, found "x"')
  })
})

describe('mounts are keyed by clean path', () => {
  const mount = { name: 'v', mountPath: '/v/w' }

  test.each(['/v/w', '/v/w/', '//v/w', '/v//w/.', 'v/w', '/v/x/../w'])(
    '%s is that of the overlay, and keeps its spelling',
    (mountPath) => {
      const volumeMounts = [{ name: 'v', mountPath }]
      expect(inContainer({ volumeMounts }, { volumeMounts: [mount] })).toEqual({ volumeMounts })
      expect(inContainer({ volumeMounts: [mount] }, { volumeMounts })).toEqual({ volumeMounts: [mount] })
    },
  )

  test.each(['/u', '/v/w/x', '/v/W', '/v/ww', '', 1, null, undefined])('%j is another', (mountPath) => {
    const other = { name: 'v', mountPath }
    expect(inContainer({ volumeMounts: [other] }, { volumeMounts: [mount] })).toEqual({ volumeMounts: [other, mount] })
  })

  test('two spellings are one path', () => {
    const volumeMounts = [{ name: 'v', mountPath: '/v/w/' }, { name: 'u', mountPath: '/u' }, mount]
    expect(inContainer({ volumeMounts }, { volumeMounts: [mount] })).toEqual({ volumeMounts: volumeMounts.slice(0, 2) })
  })
})

describe('other lists', () => {
  test.each([
    ['imagePullSecrets', { name: 'b' }, { name: 'a' }, { future: 1 }],
    ['hostAliases', { ip: '::2', hostnames: ['b'] }, { ip: '::1', hostnames: ['a'] }, { future: 1 }],
    ['resourceClaims', { name: 'b' }, { name: 'a', resourceClaimName: 'x' }, { future: 1 }],
    ['schedulingGates', { name: 'b' }, { name: 'a' }, { future: 1 }],
    ['evictionResponders', { name: 'b' }, { name: 'a' }, { future: 1 }],
    [
      'topologySpreadConstraints',
      { topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
      { topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 1 },
      { future: 1 },
    ],
    ['initContainers', { name: 'b' }, { name: 'a', image: 'x' }, { future: 1 }],
    ['volumes', { name: 'b' }, { name: 'a', emptyDir: {} }, {}],
  ])('%s of a pod', (field, other, wanted, more) => {
    expect(inPod({ [field]: [other] }, { [field]: [wanted] })).toEqual({ [field]: [other, wanted] })
    const there = { [field]: [{ ...wanted, ...more }, other] }
    expect(inPod(there, { [field]: [wanted] })).toEqual(there)
    expect(inPod({ [field]: [wanted, other, wanted] }, { [field]: [wanted] })).toEqual({ [field]: [wanted, other] })
  })

  test('devices of a container', () => {
    const device = (devicePath: string) => ({ name: `d${devicePath.replace('/', '-')}`, devicePath })
    expect(inContainer({ volumeDevices: [device('/b')] }, { volumeDevices: [device('/a')] })).toEqual({
      volumeDevices: [device('/b'), device('/a')],
    })
    expect(
      inContainer({ volumeDevices: [{ name: 'e', devicePath: '/a' }] }, { volumeDevices: [device('/a')] }),
    ).toEqual({
      volumeDevices: [device('/a')],
    })
  })

  test('claims of a container', () => {
    const resources = (...claims: object[]) => ({ resources: { limits: { cpu: '1' }, claims } })
    expect(inContainer(resources({ name: 'b' }), { resources: { claims: [{ name: 'a' }] } })).toEqual(
      resources({ name: 'b' }, { name: 'a' }),
    )
    expect(inContainer(resources({ name: 'a', request: 'x' }), { resources: { claims: [{ name: 'a' }] } })).toEqual(
      resources({ name: 'a', request: 'x' }),
    )
  })

  test('owners of a claim template', () => {
    const volumes = (...ownerReferences: object[]) => ({
      volumes: [{ name: 'v', ephemeral: { volumeClaimTemplate: { metadata: { ownerReferences } } } }],
    })
    expect(inPod(volumes({ uid: 'b' }), volumes({ uid: 'a' }))).toEqual(volumes({ uid: 'b' }, { uid: 'a' }))
  })

  test('of a container in a new list', () => {
    const wanted = { containers: [{ name: 'x', image: 'x:1', env: [a], ports: [{ containerPort: 80 }] }] }
    expect(overlaid({ containers: [] }, { spec: wanted })).toEqual(wanted)
  })
})

test('targets are found in containers, then in sidecars, and each gets what the target says', () => {
  const overlay = { targets: ['a', 'b'], target: { env: [a] } }
  const podSpec = {
    containers: [{ name: 'a' }, { name: 'c' }],
    initContainers: [{ name: 'a', restartPolicy: 'Always' }, { name: 'b' }, { name: 'b', restartPolicy: 'Always' }],
  }
  expect(overlaid(podSpec, overlay)).toEqual({
    containers: [{ name: 'a', env: [a] }, { name: 'c' }],
    initContainers: [
      { name: 'a', restartPolicy: 'Always' },
      { name: 'b' },
      { name: 'b', restartPolicy: 'Always', env: [a] },
    ],
  })
})

test('an overlay without targets leaves what a config would take for one alone', () => {
  const podSpec = { containers: [{ name: 'kserve-container' }] }
  expect(compileOverlay({ spec: {} }).inject(podSpec as PodSpecLike)).toBe(podSpec)
  expect(compileOverlay({}).inject(podSpec as PodSpecLike)).toBe(podSpec)
})
