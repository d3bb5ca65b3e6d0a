import { describe, expect, test } from 'vitest'
import { compileOverlay, preferred, type Overlay, type PodSpecLike } from '../../src/index.js'
import { expectCauses, refusalOf } from '../kit/causes.js'
import { overlaid } from './overlaid.js'

const app = { name: 'app', image: 'app:1' }
const mount = (name: string) => ({ name, mountPath: `/${name}` })

describe('a volume that neither the pod nor the overlay has', () => {
  const mounting: Overlay = {
    spec: {
      containers: [
        {
          name: 'own',
          image: 'own:1',
          volumeMounts: [mount('a')],
          volumeDevices: [{ name: 'b', devicePath: '/dev/b' }],
        },
      ],
    },
    targets: '*',
    target: { volumeMounts: [mount('c')] },
  }

  test('is a conflict, for mounts and devices of own containers and targets', () => {
    expectCauses(refusalOf(() => overlaid({ containers: [app] }, mounting)).causes, [
      ['VolumeNotFound', 'spec.volumes', 'expected volumes named a, b, c, which the overlay mounts, found none'],
    ])
    expectCauses(
      refusalOf(() => overlaid({ containers: [app], volumes: [{ name: 'a' }, { name: 'c' }] }, mounting)).causes,
      [['VolumeNotFound', 'spec.volumes', 'expected a volume named b, which the overlay mounts, found a, c']],
    )
  })

  test('is none where the pod has it, or the overlay', () => {
    const volumes = [
      { name: 'a', emptyDir: {} },
      { name: 'b', persistentVolumeClaim: { claimName: 'b' } },
    ]
    const wanted = { ...mounting, spec: { ...mounting.spec, volumes: [{ name: 'c', emptyDir: {} }] } }
    expect(overlaid({ containers: [app], volumes }, wanted).volumes).toHaveLength(3)
  })

  test('is not needed by targets that there are none of', () => {
    const wanted: Overlay = { targets: '*', target: { volumeMounts: [mount('c')] } }
    const podSpec = { containers: [] }
    expect(overlaid(podSpec, wanted)).toBe(podSpec)
  })
})

describe('a volume of a name that the overlay needs', () => {
  const advice = '; rename it, or choose another name in the overlay'
  const withVolumes = (volumes: object[], container: object = {}) => ({
    containers: [{ ...app, ...container }],
    volumes,
  })

  test('of another type is a conflict, and the message says what to do', () => {
    const wanted: Overlay = { spec: { volumes: [{ name: 'v', configMap: { name: 'ours' } }] } }
    expectCauses(
      refusalOf(() => overlaid(withVolumes([{ name: 'v', secret: { secretName: 'theirs' } }]), wanted)).causes,
      [['VolumeSource', 'spec.volumes[0]', `expected v to be a volume of type configMap, found secret${advice}`]],
    )
  })

  test('as a block device is one too', () => {
    const wanted: Overlay = { spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] } }
    const podSpec = withVolumes([{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }], {
      volumeDevices: [{ name: 'v', devicePath: '/dev/v' }],
    })
    expectCauses(refusalOf(() => overlaid(podSpec, wanted)).causes, [
      ['VolumeIsDevice', 'spec.containers[0].volumeDevices[0].name', `found it used as a block device${advice}`],
    ])
  })

  test('keeps its source where that is a preference', () => {
    const wanted: Overlay = { spec: { volumes: [{ name: 'v', emptyDir: preferred({ medium: 'Memory' }) }] } }
    for (const source of [{ emptyDir: {} }, { emptyDir: { sizeLimit: '1Gi' } }, { configMap: { name: 'theirs' } }]) {
      const podSpec = withVolumes([{ name: 'v', ...source }])
      expect(overlaid(podSpec, wanted)).toBe(podSpec)
    }
  })
})

test('a container of the overlay that is root where it may not be, and was before, is not refused for that', () => {
  const own = { name: 'own', image: 'own:1' }
  const podSpec = { containers: [app, { ...own, securityContext: { runAsUser: 0, runAsNonRoot: true } }] }
  expect(overlaid(podSpec, { spec: { containers: [own] } })).toBe(podSpec)
})

describe('hostPID and shareProcessNamespace exclude each other', () => {
  test.each<[object, object, string | undefined]>([
    [{ hostPID: true }, { shareProcessNamespace: true }, 'spec.hostPID'],
    [{ hostPID: true }, { shareProcessNamespace: preferred(true) }, 'spec.hostPID'],
    [{ shareProcessNamespace: true }, { hostPID: true }, 'spec.shareProcessNamespace'],
    [{ shareProcessNamespace: true }, { hostPID: preferred(true) }, 'spec.shareProcessNamespace'],
    [{ shareProcessNamespace: true, hostPID: false }, { hostPID: preferred(true) }, 'spec.shareProcessNamespace'],
    [{ hostPID: true }, { shareProcessNamespace: true, hostPID: false }, undefined],
    [{ hostPID: true }, { shareProcessNamespace: true, hostPID: null }, undefined],
    [{ hostPID: true, shareProcessNamespace: false }, { shareProcessNamespace: preferred(true) }, undefined],
    [{ hostPID: false }, { shareProcessNamespace: true }, undefined],
    [{}, { shareProcessNamespace: true }, undefined],
    [{ shareProcessNamespace: false }, { hostPID: true, shareProcessNamespace: preferred(true) }, undefined],
    [{}, { hostPID: true, shareProcessNamespace: preferred(true) }, 'spec.shareProcessNamespace'],
    [{ hostPID: true }, { hostNetwork: true }, undefined],
    [{ hostPID: true, shareProcessNamespace: true }, { hostNetwork: true }, undefined],
    [{ hostPID: true }, { shareProcessNamespace: true, hostPID: preferred(false) }, 'spec.hostPID'],
    [{ hostPID: true, shareProcessNamespace: null }, { shareProcessNamespace: preferred(true) }, 'spec.hostPID'],
  ])('%j with %j: %s', (fields, spec, field) => {
    const attempt = () => overlaid({ containers: [app], ...fields }, { spec })
    if (field === undefined) expect(attempt).not.toThrow()
    else {
      const [theirs, ours] = field.endsWith('hostPID')
        ? ['hostPID', 'shareProcessNamespace']
        : ['shareProcessNamespace', 'hostPID']
      const told = [`expected no ${theirs}`, `found true, which excludes the overlay's ${ours};`]
      expectCauses(refusalOf(attempt).causes, [['HostPID', field, ...told]])
    }
  })
})

describe('a port of the overlay’s name with another number', () => {
  const podSpec = { containers: [{ ...app, ports: [{ name: 'web', containerPort: 80 }] }] }
  const ports = [{ name: 'web', containerPort: 81 }]

  test('is a conflict on a target, and on a container that is only amended', () => {
    for (const wanted of [
      { targets: ['app'], target: { ports } },
      { spec: { containers: [{ name: 'app', ports }] } },
    ]) {
      expectCauses(refusalOf(() => overlaid(podSpec, wanted)).causes, [
        ['PortNameTaken', 'spec.containers[0].ports[0].name', 'expected web to be the port 81/TCP, found 80/TCP'],
      ])
    }
  })

  test('so is another protocol', () => {
    const wanted = { targets: ['app'], target: { ports: [{ ...ports[0], containerPort: 80, protocol: 'UDP' }] } }
    expectCauses(refusalOf(() => overlaid(podSpec, wanted)).causes, [
      ['PortNameTaken', 'spec.containers[0].ports[0].name', '80/UDP, found 80/TCP'],
    ])
  })

  test('is one on an amended container beside an own one, which may have the name', () => {
    const both = { containers: [...podSpec.containers, { name: 'other', ports: podSpec.containers[0]?.ports }] }
    const wanted = {
      spec: {
        containers: [
          { name: 'app', image: 'app:2', ports },
          { name: 'other', ports },
        ],
      },
    }
    expectCauses(refusalOf(() => overlaid(both, wanted)).causes, [
      ['PortNameTaken', 'spec.containers[1].ports[0].name'],
    ])
  })

  test('is none of an empty name, which is none', () => {
    const nameless = [8080, 9090].map((containerPort) => ({ name: '', containerPort }))
    const wanted = { targets: ['other'], target: { ports: nameless } }
    expect(
      overlaid({ containers: [{ name: 'other', image: 'other:1', ports: [{ name: '', containerPort: 80 }] }] }, wanted)
        .containers,
    ).toEqual([{ name: 'other', image: 'other:1', ports: [{ name: '', containerPort: 80 }, ...nameless] }])
  })

  test('is none on the overlay’s own container', () => {
    const own = { spec: { containers: [{ name: 'app', image: 'app:2', ports }] } }
    expect(overlaid(podSpec, own).containers).toEqual([{ name: 'app', image: 'app:2', ports }])
  })
})

describe('amounts that do not fit those of the container', () => {
  const podSpec = (limits: object, requests: object = {}) => ({
    containers: [{ ...app, resources: { limits, requests } }],
  })
  const wanted = (resources: object) => ({ targets: ['app'], target: { resources } })

  test('are a conflict where a preference stays away and the other side is enforced', () => {
    expectCauses(
      refusalOf(() =>
        overlaid(podSpec({ cpu: '1' }), wanted({ limits: { cpu: preferred('4') }, requests: { cpu: '2' } })),
      ).causes,
      [['RequestExceedsLimit', 'spec.containers[0].resources.requests[cpu]', 'found 2 beside 1 on app']],
    )
  })

  test('are none where they fit, or did not fit before', () => {
    const mixed = wanted({ limits: { cpu: preferred('4') }, requests: { cpu: '2' } })
    expect(() => overlaid(podSpec({ cpu: '3' }), mixed)).not.toThrow()
    expect(() => overlaid(podSpec({ cpu: '1' }, { cpu: '3' }), mixed)).not.toThrow()
  })

  test('of what cannot be shared, the other side is taken along', () => {
    const gpus = (count: number) => ({ 'example.com/gpu': count })
    expect(overlaid(podSpec(gpus(1), gpus(1)), wanted({ limits: gpus(2) })).containers).toEqual(
      podSpec(gpus(2), gpus(2)).containers,
    )
  })
})

test('pod-level resources of the overlay have room for its own containers, or it is a conflict', () => {
  const wanted = (cpu: string): Overlay => ({
    spec: {
      resources: { limits: { cpu: '1' } },
      containers: [{ name: 'own', image: 'own:1', resources: { limits: { cpu } } }],
    },
  })
  expect(() => overlaid({ containers: [app] }, wanted('1'))).not.toThrow()
  expectCauses(refusalOf(() => overlaid({ containers: [app] }, wanted('2'))).causes, [
    ['PodResources', 'spec.resources.limits[cpu]', 'in the overlay'],
  ])
})

describe('warnings', () => {
  const warningsOf = (podSpec: unknown, overlay: unknown) =>
    compileOverlay(overlay as Overlay)
      .plan(podSpec as PodSpecLike)
      .warnings.map(({ code, field, message }) => [code, field, message])

  const variables = (...list: [string, string][]) => list.map(([name, value]) => ({ name, value }))

  test.each<[string, [string, string][], [string, string][], number | undefined]>([
    ['one in front', [['URL', 'http://$(IP):1']], [['IP', 'x']], 0],
    [
      'one further behind',
      [
        ['A', ''],
        ['URL', '$(IP)'],
      ],
      [['IP', 'x']],
      1,
    ],
    [
      'one that the overlay rewrites',
      [['URL', 'old']],
      [
        ['IP', 'x'],
        ['URL', '$(IP)'],
      ],
      0,
    ],
    [
      'one that is there twice, of which the second goes',
      [
        ['URL', '$(IP)'],
        ['URL', '$(IP)'],
      ],
      [
        ['IP', 'x'],
        ['URL', '$(IP)'],
      ],
      0,
    ],
    [
      'one that the overlay rewrites away',
      [['URL', '$(IP)']],
      [
        ['IP', 'x'],
        ['URL', 'new'],
      ],
      undefined,
    ],
    [
      'one in front of one that is there',
      [
        ['URL', '$(IP)'],
        ['IP', ''],
      ],
      [['IP', 'x']],
      0,
    ],
    [
      'one behind',
      [
        ['IP', ''],
        ['URL', '$(IP)'],
      ],
      [['IP', 'x']],
      undefined,
    ],
    [
      'a second one behind',
      [
        ['URL', 'x'],
        ['IP', ''],
        ['URL', '$(IP)'],
      ],
      [['IP', 'x']],
      undefined,
    ],
    ['one that escapes', [['URL', '$$(IP)']], [['IP', 'x']], undefined],
    [
      'one that refers to another, which stands behind it',
      [
        ['URL', '$(LATE)'],
        ['LATE', ''],
      ],
      [['IP', 'x']],
      undefined,
    ],
    ['one that refers to itself, as the overlay has it', [['IP', 'x']], [['IP', '$(IP)']], undefined],
    ['one that refers to itself', [['IP', '$(IP)']], [['IP', '$(IP):y']], undefined],
    ['one that refers to another', [['URL', '$(OTHER)']], [['IP', 'x']], undefined],
    [
      'both of the overlay, in order',
      [],
      [
        ['IP', 'x'],
        ['URL', '$(IP)'],
      ],
      undefined,
    ],
  ])('a variable that refers to one of the overlay: %s', (_what, there, wanted, index) => {
    const podSpec = { containers: [{ ...app, env: variables(...there) }] }
    for (const overlay of [
      { targets: ['app'], target: { env: variables(...wanted) } },
      { spec: { containers: [{ name: 'app', env: variables(...wanted) }] } },
    ]) {
      expect(warningsOf(podSpec, overlay)).toEqual(
        index === undefined
          ? []
          : [
              [
                'UnresolvedVariable',
                `spec.containers[0].env[${String(index)}].value`,
                expect.stringContaining('$(IP)'),
              ],
            ],
      )
    }
  })

  const valueFrom = { fieldRef: { fieldPath: 'metadata.name' } }
  test.each<[what: string, there: object, wanted: object, isTold: boolean]>([
    ['a preference that another source keeps away', { valueFrom }, { value: preferred('$(IP)') }, false],
    ['a preference beside an empty value', {}, { value: preferred('$(IP)') }, false],
    ['a preference beside a value', { value: '$(IP)' }, { value: preferred('x') }, true],
    [
      'a preference beside a value, and no source',
      { value: '$(IP)' },
      { value: preferred('x'), valueFrom: null },
      true,
    ],
    ['a preference in the place of what goes', { valueFrom }, { value: preferred('$(IP)'), valueFrom: null }, true],
    ['a source that is preferred', { value: '$(IP)' }, { valueFrom: preferred(valueFrom) }, true],
    ['a source that is not there', { value: '$(IP)' }, { valueFrom: null }, true],
    ['another source', { value: '$(IP)' }, { valueFrom }, false],
    ['no value', { value: '$(IP)' }, { value: null }, false],
  ])('a variable that the overlay says something of: %s', (_what, there, wanted, isTold) => {
    const env = [
      { name: 'URL', ...wanted },
      { name: 'IP', value: 'x' },
    ]
    const podSpec = { containers: [{ ...app, env: [{ name: 'URL', ...there }] }] }
    expect(warningsOf(podSpec, { targets: ['app'], target: { env } })).toEqual(
      isTold ? [['UnresolvedVariable', 'spec.containers[0].env[0].value', expect.any(String)]] : [],
    )
  })

  test('of a doubled container of the overlay, which goes, nothing is told', () => {
    const container = { ...app, env: variables(['URL', '$(IP)']) }
    const overlay = { spec: { containers: [{ ...app, env: variables(['IP', 'x']) }] } }
    expect(warningsOf({ containers: [container, container] }, overlay)).toEqual([
      ['UnresolvedVariable', 'spec.containers[0].env[0].value', expect.any(String)],
    ])
  })

  test('a list without keys that drops entries of the pod', () => {
    const tolerations = [{ key: 'a' }, { key: 'b' }]
    const podSpec = { containers: [{ ...app, args: ['-a', '-b'] }], tolerations }
    const overlay = { spec: { tolerations: [{ key: 'c' }] }, targets: ['app'], target: { args: ['-b', '-c'] } }
    expect(warningsOf(podSpec, overlay)).toEqual([
      ['EntriesDropped', 'spec.containers[0].args', expect.stringContaining('loses an entry')],
      ['EntriesDropped', 'spec.tolerations', expect.stringContaining('loses 2 entries')],
    ])
    expect(warningsOf(podSpec, { spec: { tolerations: [...tolerations, { key: 'c' }] } })).toEqual([])
    expect(warningsOf({ containers: [app] }, overlay)).toEqual([])
  })

  test('terms of a node selector, of which one more would let the pod run on more nodes', () => {
    const terms = (key: string) => ({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'Exists' as const }] }],
        },
      },
    })
    const podSpec = { containers: [app], affinity: terms('a') }
    expect(warningsOf(podSpec, { spec: { affinity: terms('b') } })).toEqual([
      [
        'EntriesDropped',
        'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms',
        expect.stringMatching(/^loses an entry .* terms are alternatives, .* use nodeSelector$/),
      ],
    ])
  })

  test('a command, to which no word is added', () => {
    const probe = (...command: string[]) => ({ livenessProbe: { exec: { command } } })
    const podSpec = { containers: [{ ...app, command: ['serve'], ...probe('check', '-a') }] }
    const target = { command: ['serve-all'], ...probe('check', '-b') }
    const message = "loses an entry to the overlay's list, which replaces it"
    expect(warningsOf(podSpec, { targets: ['app'], target })).toEqual([
      ['EntriesDropped', 'spec.containers[0].command', message],
      ['EntriesDropped', 'spec.containers[0].livenessProbe.exec.command', message],
    ])
  })

  test('of the overlay’s own container nothing is somebody else’s', () => {
    const podSpec = { containers: [{ ...app, args: ['-a'] }] }
    const own = { spec: { containers: [{ name: 'app', image: 'app:2', args: ['-b'] }] } }
    expect(warningsOf(podSpec, own)).toEqual([])
    const two = { containers: [{ name: 'other', args: ['-a'] }, ...podSpec.containers] }
    expect(warningsOf(two, { ...own, targets: ['other'], target: { args: ['-b'] } })).toEqual([
      ['EntriesDropped', 'spec.containers[0].args', expect.any(String)],
    ])
  })
})
