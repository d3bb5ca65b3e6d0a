import { expect, test } from 'vitest'
import { decodeError } from '../../src/testing/api-server/decode-error.js'

// What Go says of a value that it cannot read, and where that stands.

const inContainer = (more: object): object => ({ containers: [{ name: 'a' }, more] })
const quantity = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

test.each<[spec: unknown, field: string, what: string]>([
  // Anything in the place of anything else.
  [[], 'spec', 'array into Go struct field Pod.spec of type v1.PodSpec'],
  ['a', 'spec', 'string into Go struct field Pod.spec of type v1.PodSpec'],
  [{ containers: {} }, 'spec.containers', 'object into Go struct field PodSpec.spec.containers of type []v1.Container'],
  [{ containers: 1 }, 'spec.containers', 'number into Go struct field PodSpec.spec.containers of type []v1.Container'],
  [
    { containers: [{}, true] },
    'spec.containers[1]',
    'bool into Go struct field PodSpec.spec.containers of type v1.Container',
  ],
  [
    inContainer({ name: ['x'] }),
    'spec.containers[1].name',
    'array into Go struct field Container.spec.containers.name of type string',
  ],
  [
    inContainer({ args: ['x', 1] }),
    'spec.containers[1].args[1]',
    'number into Go struct field Container.spec.containers.args of type string',
  ],
  [
    inContainer({ args: 'x' }),
    'spec.containers[1].args',
    'string into Go struct field Container.spec.containers.args of type []string',
  ],
  [{ hostPID: 'true' }, 'spec.hostPID', 'string into Go struct field PodSpec.spec.hostPID of type bool'],
  [{ hostUsers: 0 }, 'spec.hostUsers', 'number into Go struct field PodSpec.spec.hostUsers of type bool'],
  [
    { nodeSelector: ['a'] },
    'spec.nodeSelector',
    'array into Go struct field PodSpec.spec.nodeSelector of type map[string]string',
  ],
  [
    { nodeSelector: { a: 'b', c: 1 } },
    'spec.nodeSelector[c]',
    'number into Go struct field PodSpec.spec.nodeSelector of type string',
  ],
  [
    inContainer({ resources: { limits: 'much' } }),
    'spec.containers[1].resources.limits',
    'string into Go struct field ResourceRequirements.spec.containers.resources.limits of type v1.ResourceList',
  ],
  [{ os: 'linux' }, 'spec.os', 'string into Go struct field PodSpec.spec.os of type v1.PodOS'],
  // A number is shown where only a whole one, or a smaller one, would do.
  [{ priority: 1.5 }, 'spec.priority', 'number 1.5 into Go struct field PodSpec.spec.priority of type int32'],
  [
    { priority: 2147483648 },
    'spec.priority',
    'number 2147483648 into Go struct field PodSpec.spec.priority of type int32',
  ],
  [{ priority: '1' }, 'spec.priority', 'string into Go struct field PodSpec.spec.priority of type int32'],
  [
    { securityContext: { runAsUser: 0.5 } },
    'spec.securityContext.runAsUser',
    'number 0.5 into Go struct field PodSecurityContext.spec.securityContext.runAsUser of type int64',
  ],
  [
    { activeDeadlineSeconds: 2 ** 63 },
    'spec.activeDeadlineSeconds',
    'number 9223372036854776000 into Go struct field PodSpec.spec.activeDeadlineSeconds of type int64',
  ],
  [
    inContainer({ livenessProbe: { tcpSocket: { port: 0.5 } } }),
    'spec.containers[1].livenessProbe.tcpSocket.port',
    'number 0.5 into Go struct field TCPSocketAction.spec.containers.livenessProbe.ProbeHandler.tcpSocket.port of type int32',
  ],
  // Go has names for types of texts, and parts of a struct that JSON does not know.
  [
    { restartPolicy: 1 },
    'spec.restartPolicy',
    'number into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy',
  ],
  [
    inContainer({ securityContext: { capabilities: { drop: [true] } } }),
    'spec.containers[1].securityContext.capabilities.drop[0]',
    'bool into Go struct field Capabilities.spec.containers.securityContext.capabilities.drop of type v1.Capability',
  ],
  [
    { volumes: [{ name: 1 }] },
    'spec.volumes[0].name',
    'number into Go struct field Volume.spec.volumes.name of type string',
  ],
  [
    { volumes: [{ emptyDir: { medium: {} } }] },
    'spec.volumes[0].emptyDir.medium',
    'object into Go struct field EmptyDirVolumeSource.spec.volumes.VolumeSource.emptyDir.medium of type v1.StorageMedium',
  ],
  [
    { ephemeralContainers: [{ targetContainerName: 1 }] },
    'spec.ephemeralContainers[0].targetContainerName',
    'number into Go struct field EphemeralContainer.spec.ephemeralContainers.targetContainerName of type string',
  ],
  [
    { ephemeralContainers: [{ tty: 1 }] },
    'spec.ephemeralContainers[0].tty',
    'number into Go struct field EphemeralContainer.spec.ephemeralContainers.EphemeralContainerCommon.tty of type bool',
  ],
  // The first one is told, in the order of the document.
  [{ os: 1, hostPID: 1 }, 'spec.os', 'number into Go struct field PodSpec.spec.os of type v1.PodOS'],
])('%j', (spec, field, what) => {
  expect(decodeError(spec)).toEqual({ field, message: `json: cannot unmarshal ${what}` })
})

test.each<[spec: unknown, field: string, message: string]>([
  [inContainer({ resources: { limits: { cpu: 'x' } } }), 'spec.containers[1].resources.limits[cpu]', quantity],
  [{ volumes: [{ emptyDir: { sizeLimit: [] } }] }, 'spec.volumes[0].emptyDir.sizeLimit', quantity],
  [{ overhead: { cpu: '1K' }, containers: 1 }, 'spec.overhead[cpu]', "unable to parse quantity's suffix"],
  [{ containers: 1, overhead: { cpu: '1K', memory: 'x' } }, 'spec.overhead[cpu]', "unable to parse quantity's suffix"],
])('what is no quantity ends the reading, and is told before all: %j', (spec, field, message) => {
  expect(decodeError(spec)).toEqual({ field, message })
})

test.each([
  [undefined],
  [null],
  [{}],
  [{ containers: null, volumes: [null], hostPID: null, nodeSelector: { a: null }, priority: null, os: undefined }],
  [{ priority: 2147483647, activeDeadlineSeconds: 2 ** 62, terminationGracePeriodSeconds: -1 }],
  [inContainer({ livenessProbe: { tcpSocket: { port: 'http' }, exec: null, httpGet: { port: 1 } } })],
  [inContainer({ resources: { limits: { cpu: '1', memory: 1, gpu: null } } })],
  [{ unknown: 1, toString: 1, ['__proto__']: 1, constructor: [] }],
  [
    {
      volumes: [
        {
          ephemeral: { volumeClaimTemplate: { metadata: { creationTimestamp: 1, managedFields: [{ fieldsV1: 1 }] } } },
        },
      ],
    },
  ],
])('nothing is wrong with %j', (spec) => {
  expect(decodeError(spec)).toBeUndefined()
})
