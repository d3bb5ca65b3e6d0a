import { describe, expect, test } from 'vitest'
import { injectModelcar, type PodSpecLike } from '../../src/index.js'
import { difference, snapshot } from '../../src/testing/laws/snapshot.js'

const config = { image: 'registry.example/team/llama:1', runAsUser: 1010 }

const pod = () => ({
  containers: [
    { name: 'mesh', image: 'mesh:1', env: [{ name: 'A', value: '1' }] },
    {
      name: 'kserve-container',
      image: 'server:1',
      args: ['--port', '80'],
      env: [{ name: 'B', value: '2' }],
      ports: [{ containerPort: 80 }],
      securityContext: { capabilities: { drop: ['ALL'] } },
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    },
  ],
  initContainers: [{ name: 'setup', image: 'setup:1' }],
  volumes: [{ name: 'data', emptyDir: {} }],
  tolerations: [{ key: 'gpu' }],
  affinity: { nodeAffinity: {} },
  nodeSelector: { a: 'b' },
})

/** An object of a class whose fields are the given ones, nested objects too. */
class Model {
  constructor(fields: object) {
    Object.assign(this, fields)
  }
}
const asInstances = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asInstances)
  if (typeof value !== 'object' || value === null) return value
  return new Model(Object.fromEntries(Object.entries(value).map(([key, field]) => [key, asInstances(field)])))
}
const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze)
  return value
}

describe('what is not named is shared', () => {
  test('lists, entries and fields', () => {
    const podSpec = pod()
    const made = injectModelcar(podSpec, config)
    expect(made).not.toBe(podSpec)
    for (const key of ['tolerations', 'affinity', 'nodeSelector'] as const) expect(made[key]).toBe(podSpec[key])
    expect(made.containers[0]).toBe(podSpec.containers[0])
    expect(made.initContainers[0]).toBe(podSpec.initContainers[0])
    expect(made.volumes[0]).toBe(podSpec.volumes[0])
    const [server, original] = [made.containers[1]!, podSpec.containers[1]!]
    expect(server).not.toBe(original)
    for (const key of ['args', 'ports'] as const) expect(server[key]).toBe(original[key])
    expect(server.env[0]).toBe(original.env[0])
    expect(server.volumeMounts![0]).toBe(original.volumeMounts![0])
    expect(server.securityContext!.capabilities).toBe(original.securityContext!.capabilities)
    expect(Object.keys(made).slice(0, 6)).toEqual(Object.keys(podSpec))
  })

  test('what has all its edits done below is copied once', () => {
    const podSpec = pod()
    const before = snapshot(podSpec)
    injectModelcar(podSpec, config)
    expect(difference(before, snapshot(podSpec))).toBeUndefined()
  })

  test('one subtree in two places stays one where it is not named, and is not written to where it is', () => {
    const shared = { name: 'shared', emptyDir: {} }
    const env = [{ name: 'MODEL_INIT_MODE', value: 'other' }]
    const podSpec = {
      containers: [
        { name: 'kserve-container', env },
        { name: 'other', env },
      ],
      volumes: [shared],
      extra: [shared, env],
    }
    const made = injectModelcar(podSpec, config)
    expect(made.containers[0]!.env).toEqual([{ name: 'MODEL_INIT_MODE', value: 'async' }])
    expect(made.containers[1]!.env).toBe(env)
    expect(env).toEqual([{ name: 'MODEL_INIT_MODE', value: 'other' }])
    expect([made.volumes[0], made.extra[0]]).toEqual([shared, shared])
    expect(made.extra[0]).toBe(shared)
  })
})

describe('an input', () => {
  test('that is frozen in depth', () => {
    const podSpec = deepFreeze(pod())
    const made = injectModelcar(podSpec, config)
    expect(made).toEqual(injectModelcar(pod(), config))
    expect(Object.isFrozen(made)).toBe(false)
    expect(Object.isFrozen(made.containers)).toBe(false)
    expect(injectModelcar(made, config)).toBe(made)
    expect(injectModelcar(deepFreeze(structuredClone(made)), config)).toEqual(made)
  })

  test('that is not frozen is not frozen afterwards, and nothing that is added is', () => {
    const podSpec = pod()
    const isAnyFrozen = (value: unknown): boolean =>
      typeof value === 'object' && value !== null && (Object.isFrozen(value) || Object.values(value).some(isAnyFrozen))
    expect(isAnyFrozen(injectModelcar(podSpec, config))).toBe(false)
    expect(isAnyFrozen(podSpec)).toBe(false)
  })

  test('of class instances is not written to, and the root comes back as a plain object', () => {
    const podSpec = asInstances(pod()) as PodSpecLike
    const before = snapshot(podSpec)
    const made = injectModelcar(podSpec, config)
    expect(difference(before, snapshot(podSpec))).toBeUndefined()
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype)
    expect(JSON.parse(JSON.stringify(made))).toEqual(injectModelcar(pod(), config))
    expect(made.containers[0]).toBe(podSpec.containers[0])
    expect(injectModelcar(made, config)).toBe(made)
  })

  test('of class instances with nothing missing comes back itself', () => {
    const made = asInstances(injectModelcar(pod(), config)) as PodSpecLike
    expect(injectModelcar(made, config)).toBe(made)
  })

  test('without a prototype', () => {
    const podSpec = Object.assign(Object.create(null), pod()) as ReturnType<typeof pod>
    const made = injectModelcar(podSpec, config)
    expect({ ...made }).toEqual(injectModelcar(pod(), config))
    expect(injectModelcar(made, config)).toBe(made)
  })

  test('with fields that hold undefined', () => {
    const podSpec = { ...pod(), hostPID: undefined, initContainers: undefined }
    const made = injectModelcar(podSpec, config)
    expect(made.initContainers).toHaveLength(1)
    expect('hostPID' in made).toBe(true)
  })
})

test('what is added is new in every call', () => {
  const [one, two] = [injectModelcar(pod(), config), injectModelcar(pod(), config)]
  const own = (spec: typeof one) => [
    spec.volumes[1],
    spec.containers[2],
    spec.containers[2]?.securityContext,
    (spec.initContainers[1] as PodSpecLike['containers'][number]).command,
    spec.containers[1]?.env[1],
  ]
  expect(own(one)).toEqual(own(two))
  own(one).forEach((part, index) => {
    expect(part).toBeTypeOf('object')
    expect(part).not.toBe(own(two)[index])
  })
})
