import { describe, expect, test } from 'vitest'
import { applyOverlay, compileOverlay, planOverlay, preferred, type Overlay } from '../../src/index.js'
import { expectCauses, refusalOf } from '../kit/causes.js'

const logs: Overlay = {
  spec: { volumes: [{ name: 'logs', emptyDir: preferred({}) }] },
  targets: ['app'],
  target: { volumeMounts: [{ name: 'logs', mountPath: '/var/log/app' }] },
}

test('a read-only volume over a mount of an overlay: the mount’s path is named', () => {
  const podSpec = {
    containers: [{ name: 'app', volumeMounts: [{ name: 'data', mountPath: '/var/log', readOnly: true }] }],
    volumes: [{ name: 'data', emptyDir: {} }],
  }
  expectCauses(refusalOf(() => applyOverlay(podSpec, logs)).causes, [
    [
      'MountPathTaken',
      'spec.containers[0].volumeMounts[0].mountPath',
      'over /var/log/app, found volume data at /var/log',
    ],
  ])
})

test('a volume that cannot be written to serves an overlay that only prefers another source', () => {
  const volumes = [{ name: 'logs', configMap: { name: 'x' } }]
  expect(applyOverlay({ containers: [{ name: 'app' }], volumes }, logs).volumes).toBe(volumes)
})

test('what containers with preferred resources request counts, where others are enforced', () => {
  const overlay: Overlay = {
    spec: {
      containers: [
        { name: 'one', image: 'one:1', resources: { requests: { cpu: '1' } } },
        { name: 'two', image: 'two:1', resources: preferred({ requests: { cpu: '5' } }) },
      ],
    },
  }
  const podSpec = (cpu: string) => ({
    resources: { requests: { cpu } },
    containers: [{ name: 'app' }, { name: 'two', image: 'two:1', resources: { requests: { cpu: '2' } } }],
  })
  expect(planOverlay(podSpec('3'), overlay).changed).toBe(true)
  expectCauses(refusalOf(() => planOverlay(podSpec('2900m'), overlay)).causes, [
    ['PodResources', 'spec.resources.requests[cpu]', 'requests of 3 in all, found 2900m'],
  ])
})

test('amounts that do not fit are told where they stand in the pod that came in', () => {
  const proxy = { name: 'proxy', image: 'p:1', restartPolicy: 'Always', resources: { limits: { memory: '1Gi' } } }
  const overlay: Overlay = {
    spec: { initContainers: [{ name: 'first', image: 'first:1' }] },
    targets: ['proxy'],
    target: { resources: { limits: { cpu: preferred('1') }, requests: { memory: '2Gi' } } },
  }
  expectCauses(
    refusalOf(() => applyOverlay({ containers: [{ name: 'app' }], initContainers: [proxy] }, overlay)).causes,
    [['RequestExceedsLimit', 'spec.initContainers[0].resources.requests[memory]', 'found 2Gi beside 1Gi on proxy']],
  )
})

test('a request of the pod that its limit does not fit', () => {
  const apply = (resources: object, limits: string) =>
    applyOverlay(
      { containers: [{ name: 'app' }], resources },
      { spec: { resources: { limits: preferred({ memory: limits }) } } },
    )
  expectCauses(refusalOf(() => apply({ requests: { memory: '2Gi' } }, '1Gi')).causes, [
    ['RequestExceedsLimit', 'spec.resources.requests[memory]', 'found 2Gi beside 1Gi on the pod'],
  ])
  expect(apply({ requests: { memory: '2Gi' } }, '2Gi').resources).toHaveProperty('limits')
  const faulty = { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } }
  expect(apply(faulty, '1Gi').resources).toBe(faulty)
})

test('a container that is only amended keeps what is mounted in it', () => {
  const volumeMounts = [{ name: 'logs', mountPath: '/logs' }]
  const overlay: Overlay = {
    spec: { volumes: [{ name: 'logs', emptyDir: {} }], containers: [{ name: 'app', volumeMounts }] },
  }
  const podSpec = (mountPath: string, more: object = {}) => ({
    containers: [{ name: 'app', image: 'app:1', volumeMounts: [{ name: 'data', mountPath, ...more }] }],
    volumes: [{ name: 'data', emptyDir: {} }],
  })
  expectCauses(refusalOf(() => applyOverlay(podSpec('/logs/'), overlay)).causes, [
    ['MountPathTaken', 'spec.containers[0].volumeMounts[0].mountPath', 'free for the volume logs, found volume data'],
  ])
  expect(applyOverlay(podSpec('/data'), overlay).containers[0]?.volumeMounts).toHaveLength(2)
  const own = { ...overlay, spec: { ...overlay.spec, containers: [{ name: 'app', image: 'app:1', volumeMounts }] } }
  expect(applyOverlay(podSpec('/logs'), own).containers[0]?.volumeMounts).toEqual(volumeMounts)
})

test('a request of the pod for what cannot be shared has its limit', () => {
  const apply = (resources: object) =>
    applyOverlay({ containers: [{ name: 'app' }] }, { spec: { resources: { requests: { cpu: '1' }, ...resources } } })
  const requests = { cpu: '1', 'hugepages-2Mi': '2Mi' }
  expectCauses(refusalOf(() => apply({ requests })).causes, [
    ['RequestExceedsLimit', 'spec.resources.requests[hugepages-2Mi]', 'found 2Mi beside none on the pod'],
  ])
  expect(apply({ requests, limits: { 'hugepages-2Mi': '2Mi' } })).toHaveProperty('resources.limits')
})

describe('what an overlay accepts once it accepts again', () => {
  const data = { name: 'data', mountPath: '/a' }
  const below = [{ name: 'data', mountPath: '/a/b' }]
  const claim = { name: 'c', persistentVolumeClaim: { claimName: 'c' } }
  const device = (devicePath: string) => [{ name: 'c', devicePath }]
  const readOnly = { persistentVolumeClaim: { claimName: 'd', readOnly: true } }
  const writable = { persistentVolumeClaim: { claimName: 'd' } }
  const own = { name: 'app', image: 'app:1' }

  test.each<[string, object]>([
    ['below a mount', { targets: ['app'], target: { volumeDevices: device('/a'), volumeMounts: below } }],
    ['at a mount', { targets: ['app'], target: { volumeDevices: device('/a/b/'), volumeMounts: below } }],
    ['in a container', { spec: { containers: [{ ...own, volumeDevices: device('/a/b/'), volumeMounts: below }] } }],
  ])('a device of its own: %s', (_where, overlay) => {
    const shipper = compileOverlay(overlay)
    const spec = shipper.inject({ containers: [{ ...own }], volumes: [claim, { name: 'data' }] })
    expect(shipper.inject(spec)).toBe(spec)
  })

  test('a mount of a volume that it brings itself', () => {
    const shipper = compileOverlay({
      spec: { volumes: [{ name: 'data', emptyDir: {} }] },
      targets: ['app'],
      target: { volumeMounts: below },
    })
    const spec = shipper.inject({ containers: [{ name: 'app', volumeMounts: [data] }] })
    expect(shipper.inject(spec)).toBe(spec)
  })

  test.each<[object, object, boolean]>([
    [writable, readOnly, false],
    [readOnly, { persistentVolumeClaim: { claimName: 'd', readOnly: null } }, true],
    [writable, writable, true],
  ])('a volume over a mount counts as it will be: %j under %j', (source, wanted, fits) => {
    const overlay = {
      spec: { volumes: [{ name: 'data', ...wanted }] },
      targets: ['app'],
      target: { volumeMounts: below },
    }
    const podSpec = { containers: [{ name: 'app', volumeMounts: [data] }], volumes: [{ name: 'data', ...source }] }
    const shipper = compileOverlay(overlay)
    if (!fits) {
      expectCauses(refusalOf(() => shipper.inject(podSpec)).causes, [
        ['MountPathTaken', 'spec.containers[0].volumeMounts[0].mountPath', 'over /a/b, found volume data at /a'],
      ])
      return
    }
    const spec = shipper.inject(podSpec)
    expect(shipper.inject(spec)).toBe(spec)
  })
})
