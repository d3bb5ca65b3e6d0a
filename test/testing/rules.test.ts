import { describe, expect, test } from 'vitest'
import { validatePodSpec } from '../../src/testing/api-server/validation/pod-spec.js'

// What the API server double takes and refuses, rule by rule, on both sides of each bound.

const errors = (spec: object): string[] => validatePodSpec(spec).map(({ field, message }) => `${field}: ${message}`)
/** Faults of the second of two containers, without what stands before its field. */
const ofContainer = (container: object, spec: object = {}): string[] =>
  errors({
    containers: [
      { name: 'a', image: 'a' },
      { name: 'b', image: 'b', ...container },
    ],
    ...spec,
  }).map((error) => error.replace('spec.containers[1].', ''))
const ofVolume = (volume: object): string[] =>
  errors({ containers: [{ name: 'a', image: 'a' }], volumes: [{ name: 'v', ...volume }] }).map((error) =>
    error.replace('spec.volumes[0].', ''),
  )
const ofPod = (spec: object): string[] =>
  errors({ containers: [{ name: 'a', image: 'a' }], ...spec }).map((error) => error.replace('spec.', ''))

const label =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
  "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
const subdomain =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
const qualified =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. " +
  "'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
const long = (length: number): string => 'x'.repeat(length)

describe('the name of a container', () => {
  test.each([['a'], ['0'], ['a-b'], ['a--b'], ['1a'], [long(63)]])('may be %s', (name) => {
    expect(ofContainer({ name })).toEqual(name === 'a' ? ['name: Duplicate value: "a"'] : [])
  })

  test.each<[name: string, messages: string[]]>([
    ['', ['Required value']],
    ['A', [`Invalid value: "A": ${label}`]],
    ['-a', [`Invalid value: "-a": ${label}`]],
    ['a-', [`Invalid value: "a-": ${label}`]],
    ['a b', [`Invalid value: "a b": ${label}`]],
    ['a\n', [`Invalid value: "a\\n": ${label}`]],
    ['a.b', ['Invalid value: "a.b": must not contain dots']],
    ['.b', [`Invalid value: ".b": ${label}`]],
    ['b.', [`Invalid value: "b.": ${label}`]],
    ['A.b', [`Invalid value: "A.b": ${label}`]],
    [long(64), [`Invalid value: "${long(64)}": must be no more than 63 characters`]],
    [
      `${long(251)}.a`,
      [
        `Invalid value: "${long(251)}.a": must be no more than 63 characters`,
        `Invalid value: "${long(251)}.a": must not contain dots`,
      ],
    ],
    [
      `${long(252)}.a`,
      [
        `Invalid value: "${long(252)}.a": must be no more than 63 characters`,
        `Invalid value: "${long(252)}.a": ${label}`,
      ],
    ],
  ])('may not be %s', (name, messages) => {
    expect(ofContainer({ name })).toEqual(messages.map((message) => `name: ${message}`))
  })

  test('is that of no init container', () => {
    expect(errors({ containers: [{ name: 'a', image: 'a' }], initContainers: [{ name: 'a', image: 'a' }] })).toEqual([
      'spec.initContainers[0].name: Duplicate value: "a"',
    ])
  })
})

describe('the name of a resource', () => {
  const named = (name: string): string[] =>
    ofContainer({ resources: { limits: { [name]: '1' } } }).filter((error) => error.includes('.limits['))
  const at = (name: string, ...messages: string[]): string[] =>
    messages.map((message) => `resources.limits[${name}]: Invalid value: "${name}": ${message}`)
  const forContainers = 'must be a standard resource for containers'
  const standard = 'must be a standard resource type or fully qualified'
  const extended = "doesn't follow extended resource name standard"

  test.each([
    ['cpu'],
    ['memory'],
    ['ephemeral-storage'],
    ['example.com/gpu'],
    [`example.com/${long(63)}`],
    [`${`${long(60)}.`.repeat(3)}${long(61)}/a`],
    ['kubernetes.io/a'],
    [`${long(244)}/a`],
  ])('may be %s', (name) => {
    expect(named(name)).toEqual([])
  })

  test.each<[name: string, messages: string[]]>([
    ['gpu', [standard, forContainers]],
    ['storage', [forContainers]],
    ['', ['name part must be non-empty', `name part ${qualified}`, forContainers]],
    ['a b', [`name part ${qualified}`, forContainers]],
    ['-a', [`name part ${qualified}`, forContainers]],
    ['a-', [`name part ${qualified}`, forContainers]],
    [long(64), ['name part must be no more than 63 bytes', forContainers]],
    ['/a', ['prefix part must be non-empty', extended]],
    ['example.com/', ['name part must be non-empty', `name part ${qualified}`, extended]],
    ['Example.com/a', [`prefix part ${subdomain}`, extended]],
    [
      'a/b/c',
      [
        `a valid label key ${qualified} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
        extended,
      ],
    ],
    [`${long(254)}/a`, ['prefix part must be no more than 253 bytes', extended]],
    // Quota calls it by a name with a prefix, which has to be short enough too.
    [`${long(245)}/a`, [extended]],
    ['requests.example.com/a', [extended]],
  ])('may not be %s', (name, messages) => {
    expect(named(name)).toEqual(at(name, ...messages))
  })
})

describe('amounts', () => {
  test.each<[resources: object, found: string[]]>([
    [{ limits: { cpu: '0' } }, []],
    [
      { limits: { cpu: '-1m' }, requests: { cpu: '-1m' } },
      ['limits', 'requests'].map((side) => `${side}[cpu]: Invalid value: "-1m": must be greater than or equal to 0`),
    ],
    [{ requests: { cpu: '2' } }, []],
    [{ limits: { cpu: '2' }, requests: { cpu: '2000m' } }, []],
    [
      { limits: { cpu: '2' }, requests: { cpu: '2001m' } },
      ['requests: Invalid value: "2001m": must be less than or equal to cpu limit of 2'],
    ],
    // What is no CPU, memory or disk cannot be promised twice.
    [{ limits: { 'example.com/gpu': '2' }, requests: { 'example.com/gpu': '2' } }, []],
    [
      { limits: { 'example.com/gpu': '2' }, requests: { 'example.com/gpu': '1' } },
      ['requests: Invalid value: "1": must be equal to example.com/gpu limit of 2'],
    ],
    [
      { requests: { 'example.com/gpu': '1' } },
      ['limits: Required value: Limit must be set for non overcommitable resources'],
    ],
    [
      { limits: { 'example.com/gpu': '1500m' } },
      ['limits', 'requests'].map((side) => `${side}[example.com/gpu]: Invalid value: "1500m": must be an integer`),
    ],
    [{ limits: { 'kubernetes.io/a': '1500m' }, requests: { 'kubernetes.io/a': '1' } }, []],
    // Huge pages come in whole ones, and beside CPU or memory.
    [{ limits: { 'hugepages-2Mi': '4Mi', memory: '1Gi' } }, []],
    [{ limits: { 'hugepages-2Mi': '4Mi', cpu: '1' } }, []],
    [{ limits: { 'hugepages-2Mi': '4Mi' } }, [': Forbidden: HugePages require cpu or memory']],
    [
      { limits: { 'hugepages-2Mi': '3Mi', cpu: '1' } },
      ['limits', 'requests'].map(
        (side) => `${side}[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi`,
      ),
    ],
    [
      { limits: { 'hugepages-2Mi': '4Mi', cpu: '1' }, requests: { 'hugepages-2Mi': '2Mi' } },
      ['requests: Invalid value: "2Mi": must be equal to hugepages-2Mi limit of 4Mi'],
    ],
    [
      { requests: { 'hugepages-2Mi': '4Mi', cpu: '1' } },
      ['limits: Required value: Limit must be set for non overcommitable resources'],
    ],
  ])('of a container: %j', (resources, found) => {
    expect(ofContainer({ resources })).toEqual(
      found.map((each) => `resources${each.startsWith(':') ? '' : '.'}${each}`),
    )
  })

  test.each<[resources: object, found: string[]]>([
    [{ limits: { cpu: '1', memory: '1Gi' } }, []],
    [
      { limits: { 'ephemeral-storage': '1' } },
      ['limits', 'requests']
        .map(
          (side) =>
            `${side}[ephemeral-storage]: Unsupported value: "ephemeral-storage": supported values: "cpu", "hugepages-", "memory"`,
        )
        .slice(0, 1),
    ],
    [
      { limits: { gpu: '1' } },
      ['limits[gpu]: Invalid value: "gpu": must be a standard resource type or fully qualified'],
    ],
    [
      { limits: { cpu: '1' }, requests: { cpu: '2' } },
      ['requests: Invalid value: "2": must be less than or equal to cpu limit of 1'],
    ],
  ])('of a pod: %j', (resources, found) => {
    expect(ofPod({ resources })).toEqual(found.map((each) => `resources.${each}`))
  })

  test('of a pod are none for Windows', () => {
    const windows = { os: { name: 'windows' } }
    expect(ofPod({ ...windows, resources: { limits: { cpu: '-1' } } })).toEqual([
      'resources: Forbidden: may not be set for a windows pod',
    ])
    expect(ofPod(windows)).toEqual([])
  })

  test('of a pod hold those of its containers together, each limit by itself', () => {
    const cpu = (amount: string): object => ({ resources: { requests: { cpu: amount } } })
    expect(ofContainer(cpu('2'), cpu('2'))).toEqual([])
    expect(ofContainer(cpu('2001m'), cpu('2'))).toEqual([
      'spec.resources.requests[cpu]: Invalid value: "2": must be greater than or equal to aggregate container requests of 2001m',
    ])
    const limited = (limit: string): object => ({ resources: { limits: { cpu: limit }, requests: { cpu: '1' } } })
    expect(ofContainer(limited('2'), limited('2'))).toEqual([])
    expect(ofContainer(limited('2001m'), limited('2'))).toEqual([
      'spec.resources.containers[1][cpu].limits: Invalid value: "2001m": must be less than or equal to pod limits of 2',
    ])
  })
})

describe('ports', () => {
  const port = (...ports: object[]): string[] => ofContainer({ ports })

  test.each([
    [{ containerPort: 1 }],
    [{ containerPort: 65535, hostPort: 65535 }],
    [{ containerPort: 1, name: 'a' }],
    [{ containerPort: 1, name: 'a-1' }],
    [{ containerPort: 1, name: long(15), protocol: 'SCTP' }],
    [{ containerPort: 1, protocol: '' }],
  ])('may be %j', (one) => {
    expect(port(one)).toEqual([])
  })

  const range = 'must be between 1 and 65535, inclusive'
  test.each<[one: object, found: string[]]>([
    [{}, ['containerPort: Required value']],
    [{ containerPort: -1 }, [`containerPort: Invalid value: -1: ${range}`]],
    [{ containerPort: 65536 }, [`containerPort: Invalid value: 65536: ${range}`]],
    [{ containerPort: 1, hostPort: 65536 }, [`hostPort: Invalid value: 65536: ${range}`]],
    [{ containerPort: 1, hostPort: -1 }, [`hostPort: Invalid value: -1: ${range}`]],
    [
      { containerPort: 1, protocol: 'tcp' },
      ['protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"'],
    ],
    [{ containerPort: 1, name: long(16) }, [`name: Invalid value: "${long(16)}": must be no more than 15 characters`]],
    [
      { containerPort: 1, name: 'A' },
      [
        'name: Invalid value: "A": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
        'name: Invalid value: "A": must contain at least one letter (a-z)',
      ],
    ],
    [{ containerPort: 1, name: '1' }, ['name: Invalid value: "1": must contain at least one letter (a-z)']],
    [{ containerPort: 1, name: 'a--b' }, ['name: Invalid value: "a--b": must not contain consecutive hyphens']],
    [{ containerPort: 1, name: '-a' }, ['name: Invalid value: "-a": must not begin or end with a hyphen']],
    [{ containerPort: 1, name: 'a-' }, ['name: Invalid value: "a-": must not begin or end with a hyphen']],
  ])('may not be %j', (one, found) => {
    expect(port({ containerPort: 9 }, one)).toEqual(found.map((each) => `ports[1].${each}`))
  })

  test('have names that differ, where they are names', () => {
    const named = (name: string, containerPort: number): object => ({ name, containerPort })
    expect(port(named('a', 1), named('b', 2), named('a', 3))).toEqual(['ports[2].name: Duplicate value: "a"'])
    expect(port(named('1', 1), named('1', 2))).toEqual(
      [0, 1].map((at) => `ports[${at}].name: Invalid value: "1": must contain at least one letter (a-z)`),
    )
  })

  test('of the host are taken once, by protocol and address', () => {
    const host = (more: object = {}): object => ({ containerPort: 1, hostPort: 80, ...more })
    expect(port(host(), host({ protocol: 'UDP' }), host({ hostIP: '10.0.0.1' }))).toEqual([])
    expect(port(host(), host())).toEqual(['ports[1].hostPort: Duplicate value: "TCP//80"'])
    expect(port(host({ hostIP: 'x' }), host({ hostIP: 'x' }))).toEqual([
      'ports[1].hostPort: Duplicate value: "TCP/x/80"',
    ])
    const container = (name: string): object => ({ name, image: 'a', ports: [host()] })
    expect(errors({ containers: [container('a'), container('b')] })).toEqual([
      'spec.containers[1].ports[0].hostPort: Duplicate value: "TCP//80"',
    ])
    // Init containers run one after the other.
    expect(errors({ containers: [container('a')], initContainers: [container('b'), container('c')] })).toEqual([])
    const twice = { ...container('b'), ports: [host(), host()] }
    expect(errors({ containers: [container('a')], initContainers: [container('c'), twice] })).toEqual([
      'spec.initContainers[0].ports[1].hostPort: Duplicate value: "TCP//80"',
    ])
  })

  test('are the same in the host’s network', () => {
    expect(ofContainer({ ports: [{ containerPort: 1, hostPort: 2 }] }, { hostNetwork: true })).toEqual([
      'ports[0].hostPort: Invalid value: 2: must match `containerPort` when `hostNetwork` is true',
    ])
    expect(
      ofContainer({ ports: [{ containerPort: 1, hostPort: 1 }, { containerPort: 3 }] }, { hostNetwork: true }),
    ).toEqual([])
  })
})

describe('variables', () => {
  const rule = "a valid environment variable name must consist only of printable ASCII characters other than '='"
  const ref = { fieldRef: { fieldPath: 'metadata.name' } }

  test.each([
    [{ name: 'A b~!<>' }],
    [{ name: 'A', value: 'x' }],
    [{ name: 'A', value: '', valueFrom: ref }],
    [{ name: 'A', valueFrom: { ...ref, secretKeyRef: null } }],
  ])('may be %j', (one) => {
    expect(ofContainer({ env: [one] })).toEqual([])
  })

  test.each<[one: object, found: string]>([
    [{}, 'name: Required value'],
    [{ name: 'A=' }, `name: Invalid value: "A=": ${rule}`],
    [{ name: 'ü' }, `name: Invalid value: "ü": ${rule}`],
    [{ name: 'a\tb' }, `name: Invalid value: "a\\tb": ${rule}`],
    [{ name: 'a\u007f' }, `name: Invalid value: "a\u007f": ${rule}`],
    [
      { name: 'A', valueFrom: {} },
      'valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
    ],
    [
      { name: 'A', value: 'x', valueFrom: ref },
      'valueFrom: Invalid value: "": may not be specified when `value` is not empty',
    ],
    [
      { name: 'A', valueFrom: { ...ref, secretKeyRef: { name: 's', key: 'k' } } },
      'valueFrom: Invalid value: "": may not have more than one field specified at a time',
    ],
  ])('may not be %j', (one, found) => {
    expect(ofContainer({ env: [{ name: 'B' }, one] })).toEqual([`env[1].${found}`])
  })
})

describe('mounts and devices', () => {
  const volumes = [
    { name: 'v', emptyDir: {} },
    { name: 'w', persistentVolumeClaim: { claimName: 'c' } },
    {
      name: 'e',
      ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['a'], resources: { requests: { storage: '1' } } } } },
    },
  ]
  const of = (container: object): string[] => ofContainer(container, { volumes })
  const mount = (more: object, beside: object = {}): string[] =>
    of({ volumeMounts: [{ name: 'v', mountPath: '/v', ...more }], ...beside })

  test.each<[more: object, found: string[]]>([
    [{}, []],
    [{ mountPath: '' }, ['[0].mountPath: Required value']],
    [{ name: '' }, ['[0].name: Required value', '[0].name: Not found: ""']],
    [{ name: 'x' }, ['[0].name: Not found: "x"']],
    [{ subPath: 'a/..b' }, []],
    [{ subPath: '/a' }, ['.subPath: Invalid value: "/a": must be a relative path']],
    [{ subPath: 'a/../b' }, [`.subPath: Invalid value: "a/../b": must not contain '..'`]],
    [{ subPathExpr: '$(A)' }, []],
    [{ subPathExpr: '/a' }, ['.subPathExpr: Invalid value: "/a": must be a relative path']],
    [
      { subPath: 'a', subPathExpr: '..' },
      [
        '[0].subPathExpr: Invalid value: "..": subPathExpr and subPath are mutually exclusive',
        `.subPathExpr: Invalid value: "..": must not contain '..'`,
      ],
    ],
    [{ mountPropagation: 'None' }, []],
    [
      { mountPropagation: 'Both' },
      ['.mountPropagation: Unsupported value: "Both": supported values: "Bidirectional", "HostToContainer", "None"'],
    ],
    [
      { mountPropagation: 'Bidirectional' },
      ['.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers'],
    ],
    [{ recursiveReadOnly: 'Disabled' }, []],
    [{ recursiveReadOnly: 'Enabled', readOnly: true }, []],
    [{ recursiveReadOnly: 'IfPossible', readOnly: true, mountPropagation: 'None' }, []],
    [{ recursiveReadOnly: 'Enabled' }, ['.recursiveReadOnly: Forbidden: may only be specified when readOnly is true']],
    [
      { recursiveReadOnly: 'Enabled', readOnly: true, mountPropagation: 'HostToContainer' },
      ['.recursiveReadOnly: Forbidden: may only be specified when mountPropagation is None or not specified'],
    ],
    [
      { recursiveReadOnly: 'x' },
      ['.recursiveReadOnly: Unsupported value: "x": supported values: "Disabled", "Enabled", "IfPossible"'],
    ],
  ])('a mount: %j', (more, found) => {
    expect(mount(more)).toEqual(found.map((each) => `volumeMounts${each}`))
  })

  test('a privileged container may propagate both ways', () => {
    expect(mount({ mountPropagation: 'Bidirectional' }, { securityContext: { privileged: true } })).toEqual([])
    expect(mount({ mountPropagation: 'Bidirectional' }, { securityContext: {} })).toHaveLength(1)
  })

  test('each mount path is there once, as it is written', () => {
    expect(of({ volumeMounts: ['/v', '/v/', '/w'].map((mountPath) => ({ name: 'v', mountPath })) })).toEqual([])
    expect(of({ volumeMounts: ['/v', '/w', '/v'].map((mountPath) => ({ name: 'v', mountPath })) })).toEqual([
      'volumeMounts[2].mountPath: Invalid value: "/v": must be unique',
    ])
  })

  test.each<[device: object, found: string[]]>([
    [{ name: 'w', devicePath: '/dev/w' }, []],
    [{ name: 'e', devicePath: '/dev/..e' }, []],
    [{ name: '', devicePath: '/dev' }, ['[0].name: Required value', '[0].name: Not found: ""']],
    [{ name: 'x', devicePath: '/dev' }, ['[0].name: Not found: "x"']],
    [
      { name: 'v', devicePath: '/dev' },
      [
        '[0].name: Invalid value: "v": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
      ],
    ],
    [{ name: 'w', devicePath: '' }, ['[0].devicePath: Required value']],
    [
      { name: 'w', devicePath: '/a/../b' },
      [`[0].devicePath: Invalid value: "/a/../b": can not contain backsteps ('..')`],
    ],
  ])('a device: %j', (device, found) => {
    expect(of({ volumeDevices: [device] })).toEqual(found.map((each) => `volumeDevices${each}`))
  })

  test('a volume is one device, and no mount beside it; nor are their paths the same', () => {
    const device = (name: string, devicePath: string): object => ({ name, devicePath })
    expect(of({ volumeDevices: [device('w', '/a'), device('e', '/b')] })).toEqual([])
    expect(of({ volumeDevices: [device('w', '/a'), device('w', '/b')] })).toEqual([
      'volumeDevices[1].name: Invalid value: "w": must be unique',
    ])
    expect(of({ volumeDevices: [device('w', '/a'), device('e', '/a')] })).toEqual([
      'volumeDevices[1].devicePath: Invalid value: "/a": must be unique',
    ])
    expect(of({ volumeDevices: [device('w', '/a')], volumeMounts: [{ name: 'w', mountPath: '/b' }] })).toEqual([
      'volumeMounts[0].name: Invalid value: "w": must not already exist in volumeDevices',
      'volumeDevices[0].name: Invalid value: "w": must not already exist in volumeMounts',
    ])
    expect(of({ volumeDevices: [device('w', '/a')], volumeMounts: [{ name: 'v', mountPath: '/a' }] })).toEqual([
      'volumeMounts[0].mountPath: Invalid value: "/a": must not already exist as a path in volumeDevices',
      'volumeDevices[0].devicePath: Invalid value: "/a": must not already exist as a path in volumeMounts',
    ])
  })
})

describe('a volume', () => {
  const spec = { accessModes: ['a'], resources: { requests: { storage: '1' } } }
  const files = (more: object): object => ({ configMap: { name: 'c', items: [{ key: 'k', path: 'p', ...more }] } })

  test.each<[volume: object, found: string[]]>([
    [{}, []],
    [{ emptyDir: { sizeLimit: '0' } }, []],
    [
      { emptyDir: { sizeLimit: '-1' } },
      ['emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity'],
    ],
    [{ emptyDir: {}, nfs: {} }, ['nfs: Forbidden: may not specify more than 1 volume type']],
    [{ hostPath: { path: '/a', type: 'Socket' } }, []],
    [{ hostPath: { path: '/..a' } }, []],
    [{ hostPath: {} }, ['hostPath.path: Required value']],
    [{ hostPath: { path: '/a/..' } }, [`hostPath.path: Invalid value: "/a/..": must not contain '..'`]],
    [
      { hostPath: { path: '/a', type: 'x' } },
      [
        'hostPath.type: Unsupported value: "x": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"',
      ],
    ],
    [{ image: {} }, ['image.reference: Required value']],
    [
      { image: { reference: 'a', pullPolicy: 'x' } },
      ['image.pullPolicy: Unsupported value: "x": supported values: "Always", "IfNotPresent", "Never"'],
    ],
    [{ persistentVolumeClaim: {} }, ['persistentVolumeClaim.claimName: Required value']],
    [{ configMap: {} }, ['configMap.name: Required value']],
    [{ secret: {} }, ['secret.secretName: Required value']],
    [{ nfs: { server: 's', path: '/' } }, []],
    [
      { nfs: { server: '', path: 'a' } },
      ['nfs.server: Required value', 'nfs.path: Invalid value: "a": must be an absolute path'],
    ],
    [{ csi: { driver: 'A.b' } }, []],
    [{ csi: { driver: long(63) } }, []],
    [{ csi: { driver: '' } }, ['csi.driver: Required value']],
    [{ csi: { driver: long(64) } }, ['csi.driver: Too long: may not be more than 63 bytes']],
    [{ csi: { driver: 'a_b' } }, [`csi.driver: Invalid value: "a_b": ${subdomain}`]],
    [
      { csi: { driver: long(254) } },
      [
        'csi.driver: Too long: may not be more than 63 bytes',
        `csi.driver: Invalid value: "${long(254)}": must be no more than 253 characters`,
      ],
    ],
    [{ csi: { driver: long(253) } }, ['csi.driver: Too long: may not be more than 63 bytes']],
    [{ ephemeral: { volumeClaimTemplate: { spec } } }, []],
    [{ ephemeral: {} }, ['ephemeral.volumeClaimTemplate: Required value']],
    [
      { ephemeral: { volumeClaimTemplate: {} } },
      [
        'ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required',
        'ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value',
      ],
    ],
    [{ configMap: { name: 'c', defaultMode: 0o777 } }, []],
    [{ configMap: { name: 'c', defaultMode: 0 } }, []],
    [
      { configMap: { name: 'c', defaultMode: 0o1000 } },
      ['configMap.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive'],
    ],
    [
      { secret: { secretName: 's', defaultMode: -1 } },
      ['secret.defaultMode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive'],
    ],
    [files({ path: 'a/..b' }), []],
    [files({ mode: 0o400 }), []],
    [files({ key: '' }), ['configMap.items[0].key: Required value']],
    [files({ path: '' }), ['configMap.items[0].path: Required value']],
    [files({ path: '/a' }), ['configMap.items[0].path: Invalid value: "/a": must be a relative path']],
    [files({ path: '..a' }), [`configMap.items[0].path: Invalid value: "..a": must not start with '..'`]],
    [files({ path: '../a' }), [`configMap.items[0].path: Invalid value: "../a": must not contain '..'`]],
    [
      files({ mode: 0o1000 }),
      ['configMap.items[0].mode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive'],
    ],
  ])('%j', (volume, found) => {
    expect(ofVolume(volume)).toEqual(found)
  })

  test('is called as no other, and by a label', () => {
    const named = (...names: string[]): string[] => ofPod({ volumes: names.map((name) => ({ name })) })
    expect(named('a', 'b')).toEqual([])
    expect(named('a', 'b', 'a')).toEqual(['volumes[2].name: Duplicate value: "a"'])
    expect(named('', 'a.b')).toEqual([
      'volumes[0].name: Required value',
      'volumes[1].name: Invalid value: "a.b": must not contain dots',
    ])
  })

  test('with a fault of its own is none that can be mounted', () => {
    const container = { name: 'a', image: 'a', volumeMounts: [{ name: 'v', mountPath: '/v' }] }
    expect(errors({ containers: [container], volumes: [{ name: 'v', configMap: {} }] })).toEqual([
      'spec.volumes[0].configMap.name: Required value',
      'spec.containers[0].volumeMounts[0].name: Not found: "v"',
    ])
  })
})
