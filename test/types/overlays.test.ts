import {
  V1Container,
  V1EmptyDirVolumeSource,
  V1Probe,
  V1ResourceRequirements,
  V1Toleration,
  type V1PodSpec,
} from '@kubernetes/client-node'
import type { k8s } from 'cdk8s-plus-33'
import type { IPodSpec } from 'kubernetes-models/v1'
import type { PodSpec as TypesPodSpec } from 'kubernetes-types/core/v1.js'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  applyOverlay,
  compileOverlay,
  includes,
  planOverlay,
  preferred,
  type Overlay,
  type PodSpec,
} from '../../src/index.js'

const podSpec = () => ({ containers: [{ name: 'app', image: 'app:1' }] })
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** Only the compiler looks at what is in here. */
const compiled = (check: () => void): void => {
  expect(check).toBeTypeOf('function')
}

/** A good overlay with the four kinds of value in every kind of place, over each library's type of a pod spec. */
const own: Overlay = {
  spec: {
    volumes: [{ name: 'logs', emptyDir: preferred({ sizeLimit: '1Gi' }), hostPath: null }],
    containers: [
      {
        name: 'shipper',
        image: 'shipper:1',
        args: preferred(['-v']),
        env: [{ name: 'LEVEL', value: preferred('info') }],
        envFrom: includes([{ secretRef: { name: 'keys' } }]),
        resources: preferred({ requests: { cpu: '10m' } }),
        livenessProbe: null,
        securityContext: { capabilities: { drop: ['ALL'], add: includes(['CHOWN']) }, runAsUser: preferred(1000) },
        volumeMounts: [{ name: 'logs', mountPath: '/logs', readOnly: preferred(true) }],
        ports: [{ name: 'metrics', containerPort: 9090 }],
      },
    ],
    tolerations: includes([{ key: 'gpu', operator: 'Exists' }]),
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    shareProcessNamespace: preferred(true),
    hostAliases: [{ ip: '127.0.0.1', hostnames: ['a'] }],
  },
  targets: ['app'],
  target: { volumeMounts: [{ name: 'logs', mountPath: '/var/log' }], tty: null },
}
// The same literal is written again, since only a literal is looked at for fields that are not known.
const clientNode: Overlay<V1PodSpec> = {
  spec: {
    volumes: [{ name: 'logs', emptyDir: preferred({ sizeLimit: '1Gi' }), hostPath: null }],
    containers: [
      {
        name: 'shipper',
        image: 'shipper:1',
        args: preferred(['-v']),
        env: [{ name: 'LEVEL', value: preferred('info') }],
        envFrom: includes([{ secretRef: { name: 'keys' } }]),
        resources: preferred({ requests: { cpu: '10m' } }),
        livenessProbe: null,
        securityContext: { capabilities: { drop: ['ALL'], add: includes(['CHOWN']) }, runAsUser: preferred(1000) },
        volumeMounts: [{ name: 'logs', mountPath: '/logs', readOnly: preferred(true) }],
        ports: [{ name: 'metrics', containerPort: 9090 }],
      },
    ],
    tolerations: includes([{ key: 'gpu', operator: 'Exists' }]),
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    shareProcessNamespace: preferred(true),
    hostAliases: [{ ip: '127.0.0.1', hostnames: ['a'] }],
  },
  targets: ['app'],
  target: { volumeMounts: [{ name: 'logs', mountPath: '/var/log' }], tty: null },
}
const kubernetesTypes: Overlay<TypesPodSpec> = {
  spec: {
    volumes: [{ name: 'logs', emptyDir: preferred({ sizeLimit: '1Gi' }), hostPath: null }],
    containers: [
      {
        name: 'shipper',
        image: 'shipper:1',
        args: preferred(['-v']),
        env: [{ name: 'LEVEL', value: preferred('info') }],
        envFrom: includes([{ secretRef: { name: 'keys' } }]),
        resources: preferred({ requests: { cpu: '10m' } }),
        livenessProbe: null,
        securityContext: { capabilities: { drop: ['ALL'], add: includes(['CHOWN']) }, runAsUser: preferred(1000) },
        volumeMounts: [{ name: 'logs', mountPath: '/logs', readOnly: preferred(true) }],
        ports: [{ name: 'metrics', containerPort: 9090 }],
      },
    ],
    tolerations: includes([{ key: 'gpu', operator: 'Exists' }]),
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    shareProcessNamespace: preferred(true),
    hostAliases: [{ ip: '127.0.0.1', hostnames: ['a'] }],
  },
  targets: ['app'],
  target: { volumeMounts: [{ name: 'logs', mountPath: '/var/log' }], tty: null },
}
const kubernetesModels: Overlay<IPodSpec> = {
  spec: {
    volumes: [{ name: 'logs', emptyDir: preferred({ sizeLimit: '1Gi' }), hostPath: null }],
    containers: [
      {
        name: 'shipper',
        image: 'shipper:1',
        args: preferred(['-v']),
        env: [{ name: 'LEVEL', value: preferred('info') }],
        envFrom: includes([{ secretRef: { name: 'keys' } }]),
        resources: preferred({ requests: { cpu: '10m' } }),
        livenessProbe: null,
        securityContext: { capabilities: { drop: ['ALL'], add: includes(['CHOWN']) }, runAsUser: preferred(1000) },
        volumeMounts: [{ name: 'logs', mountPath: '/logs', readOnly: preferred(true) }],
        ports: [{ name: 'metrics', containerPort: 9090 }],
      },
    ],
    tolerations: includes([{ key: 'gpu', operator: 'Exists' }]),
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    shareProcessNamespace: preferred(true),
    hostAliases: [{ ip: '127.0.0.1', hostnames: ['a'] }],
  },
  targets: ['app'],
  target: { volumeMounts: [{ name: 'logs', mountPath: '/var/log' }], tty: null },
}

describe('an overlay over the pod spec type of', () => {
  const expected = json(applyOverlay(podSpec(), own))

  test('client-node', () => {
    expect(json(compileOverlay(clientNode).inject(podSpec()))).toEqual(expected)
  })

  test('kubernetes-types', () => {
    expect(json(compileOverlay(kubernetesTypes).inject(podSpec()))).toEqual(expected)
  })

  test('kubernetes-models', () => {
    expect(json(compileOverlay(kubernetesModels).inject(podSpec()))).toEqual(expected)
  })

  test('cdk8s, whose quantities and ports are classes of its own: other fields fit', () => {
    const overlay: Overlay<k8s.PodSpec> = {
      spec: {
        containers: [{ name: 'shipper', image: 'shipper:1', env: [{ name: 'LEVEL', value: preferred('info') }] }],
        tolerations: includes([{ key: 'gpu', operator: 'Exists' }]),
      },
      target: { tty: null },
      targets: ['app'],
    }
    expect(
      compileOverlay(overlay)
        .inject(podSpec())
        .containers.map(({ name }) => name),
    ).toEqual(['app', 'shipper'])
  })

  test('each of them is named in the call as well', () => {
    const spec = podSpec()
    expect(planOverlay<V1PodSpec>(spec, { spec: { hostNetwork: true } }).changed).toBe(true)
    expect(applyOverlay<typeof spec, IPodSpec>(spec, { spec: { hostNetwork: false } })).toBe(spec)
    expect(compileOverlay<TypesPodSpec>({ spec: { hostNetwork: true } }).plan(spec).changed).toBe(true)
  })
})

describe('a field of a newer Kubernetes', () => {
  type Newer = PodSpec & { newerField?: { mode?: string } }

  test('is written once the type has it, and passes', () => {
    const overlay: Overlay<Newer> = { spec: { newerField: { mode: preferred('x') } } }
    expect(applyOverlay(podSpec(), overlay)).toEqual({ ...podSpec(), newerField: { mode: 'x' } })
    compiled(() => {
      // @ts-expect-error the type says what it may be
      compileOverlay<Newer>({ spec: { newerField: { mode: 1 } } })
      // @ts-expect-error the library's own type does not have it
      compileOverlay({ spec: { newerField: { mode: 'x' } } })
    })
  })
})

describe('instances of client-node', () => {
  const container = Object.assign(new V1Container(), { name: 'shipper', image: 'shipper:1' })
  const probe = Object.assign(new V1Probe(), { exec: { command: ['true'] } })
  const toleration = Object.assign(new V1Toleration(), { key: 'gpu', operator: 'Exists' })
  const emptyDir = Object.assign(new V1EmptyDirVolumeSource(), { sizeLimit: '1Gi' })
  const resources = Object.assign(new V1ResourceRequirements(), { requests: { cpu: '10m' } })

  test('are values, in overlays of its own type and of the library’s', () => {
    const typed: Overlay<V1PodSpec> = {
      spec: {
        containers: [container],
        volumes: [{ name: 'v', emptyDir: preferred(emptyDir) }],
        tolerations: includes([toleration]),
      },
      targets: ['app'],
      target: { livenessProbe: probe, readinessProbe: preferred(probe), resources },
    }
    const plain: Overlay = {
      spec: {
        containers: [container],
        volumes: [{ name: 'v', emptyDir: preferred(emptyDir) }],
        tolerations: includes([toleration]),
      },
      targets: ['app'],
      target: { livenessProbe: probe, readinessProbe: preferred(probe), resources },
    }
    const spec = applyOverlay(podSpec(), typed)
    expect(json(spec)).toEqual(json(applyOverlay(podSpec(), plain)))
    expect(json(spec)).toEqual({
      containers: [
        {
          ...{ name: 'app', image: 'app:1' },
          livenessProbe: { exec: { command: ['true'] } },
          readinessProbe: { exec: { command: ['true'] } },
          resources: { requests: { cpu: '10m' } },
        },
        { name: 'shipper', image: 'shipper:1' },
      ],
      volumes: [{ name: 'v', emptyDir: { sizeLimit: '1Gi' } }],
      tolerations: [{ key: 'gpu', operator: 'Exists' }],
    })
    expect(applyOverlay(spec, typed)).toBe(spec)
  })
})

describe('the compiler refuses', () => {
  test('a misspelt field', () => {
    compiled(() => {
      // @ts-expect-error it is containers
      compileOverlay({ spec: { container: [{ name: 'a' }] } })
      // @ts-expect-error it is volumeMounts
      compileOverlay({ spec: { containers: [{ name: 'a', volumMounts: [] }] } })
      // @ts-expect-error it is target
      compileOverlay({ targets: ['a'], taget: {} })
      // @ts-expect-error it is emptyDir
      compileOverlay({ spec: { volumes: [{ name: 'a', emptyDIr: {} }] } })
      // @ts-expect-error it is sizeLimit, beside a field that is known
      compileOverlay({ spec: { volumes: [{ name: 'a', emptyDir: preferred({ medium: 'Memory', sizeLimt: '1' }) }] } })
      // @ts-expect-error it is path, further down in a preference
      compileOverlay({ target: { livenessProbe: preferred({ httpGet: { port: 80, pth: '/' } }) } })
      // @ts-expect-error it is key, beside a field that is known
      compileOverlay({ spec: { tolerations: includes([{ kye: 'a', operator: 'Exists' }]) } })
      // @ts-expect-error client-node's type too
      compileOverlay<V1PodSpec>({ spec: { containers: [{ name: 'a', imagePulPolicy: 'Always' }] } })
      // @ts-expect-error and that of kubernetes-types
      compileOverlay<TypesPodSpec>({ spec: { containers: [{ name: 'a', imagePulPolicy: 'Always' }] } })
      // @ts-expect-error and that of kubernetes-models
      compileOverlay<IPodSpec>({ spec: { containers: [{ name: 'a', imagePulPolicy: 'Always' }] } })
      // @ts-expect-error and that of cdk8s
      compileOverlay<k8s.PodSpec>({ spec: { containers: [{ name: 'a', imagePulPolicy: 'Always' }] } })
    })
  })

  test('a mistyped field', () => {
    compiled(() => {
      // @ts-expect-error a value is a text
      compileOverlay({ target: { env: [{ name: 'A', value: 1 }] } })
      // @ts-expect-error a preferred value too
      compileOverlay({ target: { env: [{ name: 'A', value: preferred(1) }] } })
      // @ts-expect-error containers are a list
      compileOverlay({ spec: { containers: { name: 'a' } } })
      // @ts-expect-error arguments are texts
      compileOverlay({ target: { args: [1] } })
      // @ts-expect-error included ones too
      compileOverlay({ target: { args: includes([1]) } })
      // @ts-expect-error labels are texts
      compileOverlay({ spec: { nodeSelector: { a: 1 } } })
      // @ts-expect-error a function is no value
      compileOverlay({ spec: { hostname: () => 'a' } })
      // @ts-expect-error targets are a list
      compileOverlay({ targets: 'app' })
      // @ts-expect-error client-node's type too
      compileOverlay<V1PodSpec>({ target: { env: [{ name: 'A', value: 1 }] } })
      // @ts-expect-error and that of kubernetes-types
      compileOverlay<TypesPodSpec>({ target: { tty: 'yes' } })
      // @ts-expect-error and that of kubernetes-models
      compileOverlay<IPodSpec>({ target: { tty: preferred('yes') } })
    })
  })

  test('a kind of value that does not fit', () => {
    compiled(() => {
      // @ts-expect-error a list map key says which entry it is
      compileOverlay({ spec: { containers: [{ image: 'a' }] } })
      // @ts-expect-error it is no preference
      compileOverlay({ spec: { containers: [{ name: preferred('a') }] } })
      // @ts-expect-error it is not absent
      compileOverlay({ spec: { containers: [{ name: null }] } })
      // @ts-expect-error a mount's is its path
      compileOverlay({ target: { volumeMounts: [{ name: 'a' }] } })
      // @ts-expect-error a keyed list is merged entry by entry
      compileOverlay({ spec: { containers: preferred([{ name: 'a' }]) } })
      // @ts-expect-error so nothing is included in one
      compileOverlay({ target: { env: includes([{ name: 'a' }]) } })
      // @ts-expect-error nor in a text
      compileOverlay({ target: { image: includes(['a']) } })
      // @ts-expect-error nor in a preference
      compileOverlay({ target: { args: preferred(includes(['a'])) } })
      // @ts-expect-error a preference holds values, no other preferences
      compileOverlay({ target: { livenessProbe: preferred({ periodSeconds: preferred(1) }) } })
      // @ts-expect-error a target has a name already
      compileOverlay({ targets: ['app'], target: { name: 'a' } })
    })
  })
})

test('a library’s pod spec is one of the library’s own', () => {
  expectTypeOf<V1PodSpec>().toExtend<PodSpec>()
  expectTypeOf<TypesPodSpec>().toExtend<PodSpec>()
  expectTypeOf<IPodSpec>().toExtend<PodSpec>()
  // Every field of the library's own has the name that Kubernetes gives it, as far as client-node knows that yet.
  type New = 'hostnameOverride'
  expectTypeOf<Exclude<keyof PodSpec, New>>().toExtend<keyof V1PodSpec>()
})
