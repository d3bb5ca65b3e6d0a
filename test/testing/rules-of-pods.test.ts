import { describe, expect, test } from 'vitest'
import { goJson } from '../../src/testing/api-server/go-json.js'
import { restrictedViolations } from '../../src/testing/api-server/validation/pod-security.js'
import { validatePodSpec } from '../../src/testing/api-server/validation/pod-spec.js'

// What the API server double takes and refuses of pods as a whole, of probes, and of security, on both sides of each bound.

const ofPod = (spec: object): string[] =>
  validatePodSpec({ containers: [{ name: 'a', image: 'a' }], ...spec }).map(
    ({ field, message }) => `${field.replace('spec.', '')}: ${message}`,
  )
const ofContainer = (container: object, spec: object = {}): string[] =>
  ofPod({ containers: [{ name: 'a', image: 'a', ...container }], ...spec }).map((error) =>
    error.replace('containers[0].', ''),
  )

describe('a pod', () => {
  const windowsOf = (hostProcess: boolean): object => ({ securityContext: { windowsOptions: { hostProcess } } })
  const init = { name: 'i', image: 'i' }

  test.each<[spec: object, found: string[]]>([
    [{}, []],
    [{ containers: [] }, ['containers: Required value']],
    [{ containers: null }, ['containers: Required value']],
    [{ restartPolicy: 'Never' }, []],
    [
      { restartPolicy: 'never' },
      ['restartPolicy: Unsupported value: "never": supported values: "Always", "OnFailure", "Never"'],
    ],
    [{ shareProcessNamespace: true }, []],
    [{ shareProcessNamespace: false, hostPID: true }, []],
    [
      { shareProcessNamespace: true, hostPID: true },
      ['shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled'],
    ],
    [{ ephemeralContainers: [] }, []],
    [{ ephemeralContainers: [init] }, ['ephemeralContainers: Forbidden: cannot be set on create']],
    // Users of its own, and what is the host's.
    [{ hostUsers: true, hostNetwork: true, hostPID: true, hostIPC: true }, []],
    [
      { hostUsers: false, hostNetwork: true, hostPID: true, hostIPC: true },
      ['hostNetwork', 'HostPID', 'HostIPC'].map((field) => `${field}: Forbidden: when \`hostUsers\` is false`),
    ],
    [
      {
        hostUsers: false,
        containers: [{ name: 'a', image: 'a', volumeDevices: [{ name: 'v', devicePath: '/v' }] }],
        volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }],
      },
      ['containers[0].volumeDevices: Forbidden: when `hostUsers` is false'],
    ],
    // Images.
    [{ initContainers: [{ name: 'i' }] }, ['initContainers[0].image: Required value']],
    [
      { containers: [{ name: 'a', image: ' a' }], initContainers: [{ name: 'i', image: 'i ' }] },
      [
        'containers[0].image: Invalid value: " a": must not have leading or trailing whitespace',
        'initContainers[0].image: Invalid value: "i ": must not have leading or trailing whitespace',
      ],
    ],
    // Systems.
    [{ os: { name: 'linux' } }, []],
    [{ os: { name: 'windows' } }, []],
    [{ os: {} }, ['os.name: Required value']],
    [{ os: { name: 'plan9' } }, ['os: Unsupported value: "plan9": supported values: "linux", "windows"']],
    [
      { os: { name: 'linux' }, ...windowsOf(false), initContainers: [{ ...init, ...windowsOf(false) }] },
      ['', 'initContainers[0].'].map(
        (at) =>
          `${at === '' ? '' : at}securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod`,
      ),
    ],
    [
      {
        os: { name: 'windows' },
        hostUsers: true,
        hostPID: false,
        hostIPC: false,
        shareProcessNamespace: false,
      },
      ['hostUsers', 'shareProcessNamespace'].map((field) => `${field}: Forbidden: cannot be set for a windows pod`),
    ],
    [
      { os: { name: 'windows' }, hostPID: true, hostIPC: true },
      ['hostPID', 'hostIPC'].map((field) => `${field}: Forbidden: cannot be set for a windows pod`),
    ],
    [
      {
        os: { name: 'windows' },
        securityContext: {
          seLinuxOptions: {},
          seccompProfile: { type: 'Unconfined' },
          fsGroup: 1,
          fsGroupChangePolicy: 'Always',
          sysctls: [{}],
          runAsUser: 1,
          runAsGroup: 1,
          supplementalGroups: [1],
          supplementalGroupsPolicy: 'Merge',
          runAsNonRoot: true,
        },
      },
      [
        'seLinuxOptions',
        'seccompProfile',
        'fsGroup',
        'fsGroupChangePolicy',
        'sysctls',
        'runAsUser',
        'runAsGroup',
        'supplementalGroups',
        'supplementalGroupsPolicy',
      ].map((field) => `securityContext.${field}: Forbidden: cannot be set for a windows pod`),
    ],
    [
      {
        os: { name: 'windows' },
        initContainers: [
          {
            ...init,
            securityContext: {
              appArmorProfile: { type: 'Unconfined' },
              seLinuxOptions: {},
              seccompProfile: { type: 'Unconfined' },
              capabilities: {},
              readOnlyRootFilesystem: false,
              privileged: false,
              allowPrivilegeEscalation: true,
              procMount: 'Default',
              runAsUser: 1,
              runAsGroup: 1,
              runAsNonRoot: true,
            },
          },
        ],
      },
      [
        'appArmorProfile',
        'seLinuxOptions',
        'seccompProfile',
        'capabilities',
        'readOnlyRootFilesystem',
        'privileged',
        'allowPrivilegeEscalation',
        'procMount',
        'runAsUser',
        'runAsGroup',
      ].map((field) => `initContainers[0].securityContext.${field}: Forbidden: cannot be set for a windows pod`),
    ],
    // Host processes.
    [{ ...windowsOf(false), hostNetwork: false }, []],
    [{ ...windowsOf(true), hostNetwork: true }, []],
    [
      windowsOf(true),
      ['hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers'],
    ],
    [
      { ...windowsOf(true), hostNetwork: true, initContainers: [{ ...init, ...windowsOf(false) }] },
      [
        'initContainers[0].securityContext.windowsOptions.hostProcess: Invalid value: false: pod hostProcess value must be identical if both are specified, was true',
        'spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers',
      ],
    ],
  ])('%j', (spec, found) => {
    expect(ofPod(spec)).toEqual(found)
  })

  test('that cannot be read has that one error', () => {
    expect(validatePodSpec({ containers: 1, restartPolicy: 'x' })).toEqual([
      {
        field: 'spec.containers',
        message: 'json: cannot unmarshal number into Go struct field PodSpec.spec.containers of type []v1.Container',
        reason: 'BadRequest',
      },
    ])
  })

  test('is told why, by the kind of each fault', () => {
    const spec = {
      containers: [
        { name: 'a', image: 'a', volumeMounts: [{ name: 'x', mountPath: '/x' }], imagePullPolicy: 'x' },
        { name: 'a', image: '' },
        { name: 'B', image: 'b' },
      ],
      hostUsers: false,
      hostPID: true,
      volumes: [{ name: 'v', csi: { driver: 'x'.repeat(64) } }],
    }
    expect(validatePodSpec(spec).map(({ field, reason }) => [field, reason])).toEqual([
      ['spec.volumes[0].csi.driver', 'FieldValueTooLong'],
      ['spec.containers[0].volumeMounts[0].name', 'FieldValueNotFound'],
      ['spec.containers[0].imagePullPolicy', 'FieldValueNotSupported'],
      ['spec.containers[1].image', 'FieldValueRequired'],
      ['spec.containers[1].name', 'FieldValueDuplicate'],
      ['spec.containers[2].name', 'FieldValueInvalid'],
      ['spec.HostPID', 'FieldValueForbidden'],
    ])
    const unconfined = { securityContext: { seccompProfile: { type: 'Unconfined', localhostProfile: 'a' } } }
    expect(validatePodSpec({ containers: [{ name: 'a', image: 'a', ...unconfined }] })).toMatchObject([
      { reason: 'FieldValueInvalid' },
    ])
  })

  test('is shown as Go quotes and escapes it', () => {
    const policy = (imagePullPolicy: string): string[] => ofContainer({ imagePullPolicy })
    const supported = 'supported values: "Always", "IfNotPresent", "Never"'
    expect(policy('<&>')).toEqual([`imagePullPolicy: Unsupported value: "\\u003c\\u0026\\u003e": ${supported}`])
    const env = (name: string): string[] =>
      ofContainer({ env: [{ name }] }).map((error) => error.split(': ', 3)[2] ?? '')
    expect([env('<='), env('\u000b'), env('\u0001'), env('ü')]).toEqual([['"<="'], ['"\\v"'], ['"\\x01"'], ['"ü"']])
  })
})

describe('probes', () => {
  const exec = { exec: { command: ['a'] } }
  const probe = (more: object, name = 'livenessProbe'): string[] => ofContainer({ [name]: more })

  test.each<[probe: object, found: string[]]>([
    [exec, []],
    [{}, [': Required value: must specify a handler type']],
    [{ exec: {} }, ['.exec.command: Required value']],
    [{ tcpSocket: { port: 1 } }, []],
    [{ tcpSocket: { port: 'http' } }, []],
    [{ tcpSocket: { port: 0 } }, ['.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive']],
    [{ tcpSocket: {} }, ['.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive']],
    [{ tcpSocket: { port: '1' } }, ['.tcpSocket.port: Invalid value: "1": must contain at least one letter (a-z)']],
    [{ grpc: { port: 65535 } }, []],
    [{ grpc: { port: 65536 } }, ['.grpc.port: Invalid value: 65536: must be between 1 and 65535, inclusive']],
    [{ httpGet: { port: 1, scheme: 'HTTPS', httpHeaders: [{ name: 'X-1', value: '' }] } }, []],
    [{ httpGet: {} }, ['.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive']],
    [
      { httpGet: { port: 1, scheme: 'http' } },
      ['.httpGet.scheme: Unsupported value: "http": supported values: "HTTP", "HTTPS"'],
    ],
    ...['', 'a b', 'x_y'].map((name): [object, string[]] => [
      { httpGet: { port: 1, httpHeaders: [{ name }] } },
      [
        `.httpGet.httpHeaders: Invalid value: "${name}": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')`,
      ],
    ]),
    [
      { ...exec, httpGet: { port: 0 }, grpc: { port: 0 } },
      ['httpGet', 'grpc'].map((kind) => `.${kind}: Forbidden: may not specify more than 1 handler type`),
    ],
    [{ ...exec, successThreshold: 1, initialDelaySeconds: 0, failureThreshold: 1, timeoutSeconds: 1 }, []],
    [{ ...exec, successThreshold: 2 }, ['.successThreshold: Invalid value: 2: must be 1']],
    ...['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'failureThreshold'].map(
      (field): [object, string[]] => [
        { ...exec, [field]: -1 },
        [`.${field}: Invalid value: -1: must be greater than or equal to 0`],
      ],
    ),
    [
      { ...exec, successThreshold: -1 },
      [
        '.successThreshold: Invalid value: -1: must be greater than or equal to 0',
        '.successThreshold: Invalid value: -1: must be 1',
      ],
    ],
    [{ ...exec, terminationGracePeriodSeconds: 1 }, []],
    [
      { ...exec, terminationGracePeriodSeconds: 0 },
      ['.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0'],
    ],
  ])('%j', (given, found) => {
    expect(probe(given)).toEqual(found.map((each) => `livenessProbe${each}`))
    expect(probe(given, 'startupProbe')).toEqual(found.map((each) => `startupProbe${each}`))
  })

  test('of readiness succeed as often as they like, and have no grace', () => {
    expect(probe({ ...exec, successThreshold: 2 }, 'readinessProbe')).toEqual([])
    expect(probe({ ...exec, terminationGracePeriodSeconds: 5 }, 'readinessProbe')).toEqual([
      'readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes',
    ])
  })

  test.each<[handler: object, spec: object, found: string[]]>([
    [exec, {}, []],
    [{ sleep: { seconds: 0 } }, {}, []],
    [{ sleep: { seconds: 30 } }, {}, []],
    [
      { sleep: { seconds: 31 } },
      {},
      ['.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)'],
    ],
    [
      { sleep: { seconds: -1 } },
      {},
      ['.sleep: Invalid value: -1: must be non-negative and less than terminationGracePeriodSeconds (30)'],
    ],
    [{ sleep: { seconds: 60 } }, { terminationGracePeriodSeconds: 60 }, []],
    [{ ...exec, sleep: { seconds: 31 } }, {}, ['.sleep: Forbidden: may not specify more than 1 handler type']],
    [{}, {}, [': Required value: must specify a handler type']],
  ])('a lifecycle: %j, %j', (handler, spec, found) => {
    for (const hook of ['postStart', 'preStop']) {
      expect(ofContainer({ lifecycle: { [hook]: handler } }, spec)).toEqual(
        found.map((each) => `lifecycle.${hook}${each}`),
      )
    }
  })

  test('and lifecycles are none of an init container’s that ends', () => {
    const init = { name: 'i', image: 'i', lifecycle: {}, livenessProbe: exec, readinessProbe: exec, startupProbe: exec }
    expect(ofPod({ initContainers: [init] })).toEqual(
      ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'].map(
        (field) =>
          `initContainers[0].${field}: Forbidden: may not be set for init containers without restartPolicy=Always`,
      ),
    )
    expect(ofPod({ initContainers: [{ ...init, restartPolicy: 'Always' }] })).toEqual([])
    expect(ofPod({ initContainers: [{ ...init, restartPolicy: 'Always', livenessProbe: {} }] })).toEqual([
      'initContainers[0].livenessProbe: Required value: must specify a handler type',
    ])
    expect(ofPod({ initContainers: [{ name: 'i', image: 'i', restartPolicy: 'x' }] })).toEqual([
      'initContainers[0].restartPolicy: Unsupported value: "x": supported values: "Always", "Never", "OnFailure"',
    ])
  })
})

describe('security', () => {
  const range = 'must be between 0 and 2147483647, inclusive'

  test.each<[context: object, found: string[]]>([
    [{ runAsUser: 0, runAsGroup: 2147483647 }, []],
    [
      { runAsUser: -1, runAsGroup: 2147483648 },
      [`.runAsUser: Invalid value: -1: ${range}`, `.runAsGroup: Invalid value: 2147483648: ${range}`],
    ],
    [{ seccompProfile: { type: 'RuntimeDefault' } }, []],
    [{ seccompProfile: {} }, ['.seccompProfile.type: Required value: type is required when seccompProfile is set']],
    [
      { seccompProfile: { type: 'x' } },
      ['.seccompProfile.type: Unsupported value: "x": supported values: "Localhost", "RuntimeDefault", "Unconfined"'],
    ],
    [{ seccompProfile: { type: 'Localhost', localhostProfile: 'a' } }, []],
    [
      { seccompProfile: { type: 'Localhost' } },
      ['.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost'],
    ],
    [
      { seccompProfile: { type: 'Localhost', localhostProfile: '/a/..' } },
      [
        '.seccompProfile.localhostProfile: Invalid value: "/a/..": must be a relative path',
        `.seccompProfile.localhostProfile: Invalid value: "/a/..": must not contain '..'`,
      ],
    ],
    [
      { seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } },
      [
        '.seccompProfile.localhostProfile: Invalid value: {"Type":"RuntimeDefault","LocalhostProfile":"a"}: can only be set when seccomp type is Localhost',
      ],
    ],
  ])('of pods and containers: %j', (securityContext, found) => {
    expect(ofPod({ securityContext })).toEqual(found.map((each) => `securityContext${each}`))
    expect(ofContainer({ securityContext })).toEqual(found.map((each) => `securityContext${each}`))
  })

  test.each<[context: object, found: string[]]>([
    [{ supplementalGroups: [0, 2147483647], fsGroup: 0 }, []],
    [
      { supplementalGroups: [1, -1], fsGroup: -1 },
      [`fsGroup: Invalid value: -1: ${range}`, `supplementalGroups[1]: Invalid value: -1: ${range}`],
    ],
    [
      { fsGroupChangePolicy: 'OnRootMismatch', supplementalGroupsPolicy: 'Strict', seLinuxChangePolicy: 'Recursive' },
      [],
    ],
    [
      { fsGroupChangePolicy: '', supplementalGroupsPolicy: 'x', seLinuxChangePolicy: 'y' },
      [
        'fsGroupChangePolicy: Unsupported value: "": supported values: "Always", "OnRootMismatch"',
        'supplementalGroupsPolicy: Unsupported value: "x": supported values: "Merge", "Strict"',
        'seLinuxChangePolicy: Unsupported value: "y": supported values: "MountOption", "Recursive"',
      ],
    ],
  ])('of pods: %j', (securityContext, found) => {
    expect(ofPod({ securityContext })).toEqual(found.map((each) => `securityContext.${each}`))
  })

  test.each<[context: object, spec: object, found: string[]]>([
    [{ procMount: 'Default' }, {}, []],
    [{ procMount: 'Unmasked' }, { hostUsers: false }, []],
    [
      { procMount: 'Unmasked' },
      {},
      ['.procMount: Invalid value: "Unmasked": `hostUsers` must be false to use `Unmasked`'],
    ],
    [{ procMount: 'x' }, {}, ['.procMount: Unsupported value: "x": supported values: "Default", "Unmasked"']],
    [{ privileged: true, capabilities: { add: ['CAP_SYS_ADMIN'] } }, {}, []],
    [{ allowPrivilegeEscalation: true, privileged: true }, {}, []],
    [{ allowPrivilegeEscalation: false, privileged: false, capabilities: { add: ['NET_ADMIN'] } }, {}, []],
    [
      { allowPrivilegeEscalation: false, privileged: true },
      {},
      [
        ': Invalid value: {"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
      ],
    ],
    [
      {
        allowPrivilegeEscalation: false,
        capabilities: { add: ['CAP_SYS_ADMIN'] },
        seLinuxOptions: { level: 'l' },
        windowsOptions: { gmsaCredentialSpecName: 'n' },
        runAsUser: 1,
      },
      {},
      [
        ': Invalid value: {"Capabilities":{"Add":["CAP_SYS_ADMIN"],"Drop":null},"Privileged":null,"SELinuxOptions":{"User":"","Role":"","Type":"","Level":"l"},"WindowsOptions":{"GMSACredentialSpecName":"n","GMSACredentialSpec":null,"RunAsUserName":null,"HostProcess":null},"RunAsUser":1,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
      ],
    ],
  ])('of containers: %j, %j', (securityContext, spec, found) => {
    expect(ofContainer({ securityContext }, spec)).toEqual(found.map((each) => `securityContext${each}`))
  })

  test('is written as Go writes its types: each field, by its name there', () => {
    expect(goJson('SeccompProfile', {})).toBe('{"Type":"","LocalhostProfile":null}')
    expect(goJson('Capabilities', { drop: ['ALL'] })).toBe('{"Add":null,"Drop":["ALL"]}')
    expect(goJson('NoSuchType', { a: 1 })).toBe('{}')
  })
})

describe('a namespace of level "restricted"', () => {
  const good = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  }
  const one = (more: object, spec: object = {}): readonly string[] =>
    restrictedViolations({ containers: [{ name: 'a', securityContext: { ...good, ...more } }], ...spec })
  const escalation = 'must set securityContext.allowPrivilegeEscalation=false)'
  const drops = 'must set securityContext.capabilities.drop=["ALL"])'
  const nonRoot = 'must set securityContext.runAsNonRoot=true)'
  const seccomp = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")'

  test.each<[more: object, found: string[]]>([
    [{}, []],
    [{ runAsUser: 1 }, []],
    [{ seccompProfile: { type: 'Localhost' } }, []],
    [{ capabilities: { drop: ['ALL', 'x'], add: ['NET_BIND_SERVICE'] } }, []],
    [{ allowPrivilegeEscalation: true }, [`allowPrivilegeEscalation != false (container "a" ${escalation}`]],
    [{ allowPrivilegeEscalation: null }, [`allowPrivilegeEscalation != false (container "a" ${escalation}`]],
    [{ capabilities: {} }, [`unrestricted capabilities (container "a" ${drops}`]],
    [{ capabilities: null }, [`unrestricted capabilities (container "a" ${drops}`]],
    [{ capabilities: { drop: ['ALL'], add: ['CHOWN'] } }, [`unrestricted capabilities (container "a" ${drops}`]],
    [{ runAsNonRoot: false }, [`runAsNonRoot != true (pod or container "a" ${nonRoot}`]],
    [{ runAsUser: 0 }, ['runAsUser=0 (container "a" must not set runAsUser=0)']],
    [{ seccompProfile: { type: 'Unconfined' } }, [`seccompProfile (pod or container "a" ${seccomp}`]],
    [{ seccompProfile: null }, [`seccompProfile (pod or container "a" ${seccomp}`]],
  ])('%j', (more, found) => {
    expect(one(more)).toEqual(found)
  })

  test('hears of all containers together, init containers first', () => {
    const containers = [{ name: 'a' }, { name: 'b', securityContext: good }]
    expect(restrictedViolations({ containers, initContainers: [{ name: 'c' }] })).toEqual([
      `allowPrivilegeEscalation != false (containers "c", "a" ${escalation}`,
      `unrestricted capabilities (containers "c", "a" ${drops}`,
      `runAsNonRoot != true (pod or containers "c", "a" ${nonRoot}`,
      `seccompProfile (pod or containers "c", "a" ${seccomp}`,
    ])
    expect(restrictedViolations({})).toEqual([])
  })

  test('takes from the pod what a container does not say', () => {
    const securityContext = { runAsNonRoot: true, seccompProfile: { type: 'Localhost' } }
    expect(one({ runAsNonRoot: null, seccompProfile: null }, { securityContext })).toEqual([])
    expect(one({ runAsNonRoot: false }, { securityContext })).toHaveLength(1)
    expect(one({ seccompProfile: { type: 'Unconfined' } }, { securityContext })).toHaveLength(1)
    expect(restrictedViolations({ containers: [{ name: 'a' }], securityContext })).toHaveLength(2)
  })
})
