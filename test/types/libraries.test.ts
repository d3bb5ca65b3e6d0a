import { loadYaml, V1Container, V1PodSpec, type V1Pod } from '@kubernetes/client-node'
import { ObjectSerializer } from '@kubernetes/client-node/dist/serializer.js'
import { ApiObject, App, Chart } from 'cdk8s'
import { k8s } from 'cdk8s-plus-33'
import { PodSpec as ModelsPodSpec, Pod as ModelsPod, type IPodSpec } from 'kubernetes-models/v1'
import type { PodSpec } from 'kubernetes-types/core/v1.js'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { stringify } from 'yaml'
import { createInjector, injectModelcar, planModelcar, type PodSpecLike } from '../../src/index.js'
import { difference, snapshot } from '../../src/testing/laws/snapshot.js'
import { config, pod } from './pod.js'

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const expected = json(injectModelcar(pod().spec, config))

const fromYaml = (): V1PodSpec => loadYaml<V1Pod>(stringify(pod())).spec!
const byHand = (): V1PodSpec => {
  const { spec } = pod()
  const containers = spec.containers.map((container) => Object.assign(new V1Container(), container))
  return Object.assign(new V1PodSpec(), { ...spec, containers })
}
const cdk8sSpec = (): k8s.PodSpec => ({
  ...pod().spec,
  containers: pod().spec.containers.map((container) => ({
    ...container,
    readinessProbe: { tcpSocket: { port: k8s.IntOrString.fromNumber(8080) }, periodSeconds: 10 },
    resources: { requests: { cpu: k8s.Quantity.fromString('100m') } },
  })),
  volumes: [{ name: 'scratch', emptyDir: { sizeLimit: k8s.Quantity.fromString('1Gi') } }],
})
const cdk8sManifest = (): PodSpecLike => k8s.toJson_PodSpec(cdk8sSpec()) as PodSpecLike

describe('the types of other libraries go in, and come out, without a cast', () => {
  test('client-node', () => {
    const spec = injectModelcar(fromYaml(), config)
    expectTypeOf(spec).toEqualTypeOf<V1PodSpec & PodSpecLike>()
    expectTypeOf(spec).toExtend<V1PodSpec>()
    const whole: V1Pod = { ...pod(), spec }
    expect(whole.spec).toBe(spec)
    expect(spec.containers.map(({ name }) => name)).toEqual(['kserve-container', 'queue-proxy', 'modelcar'])
  })

  test('client-node, with a type argument for a spec that is written out', () => {
    const spec: V1PodSpec = injectModelcar<V1PodSpec>({ containers: [{ name: 'kserve-container' }] }, config)
    expect(spec.containers.length).toBeGreaterThan(1)
  })

  test('kubernetes-types', () => {
    const input: PodSpec = pod().spec
    const spec = injectModelcar(input, config)
    expectTypeOf(spec).toExtend<PodSpec>()
    const output: PodSpec = spec
    expect(json(output)).toEqual(expected)
  })

  test('kubernetes-models, interface and class', () => {
    const input: IPodSpec = pod().spec
    expectTypeOf(injectModelcar(input, config)).toExtend<IPodSpec>()
    expectTypeOf(injectModelcar(new ModelsPodSpec(pod().spec), config)).toExtend<IPodSpec>()
  })

  test('cdk8s', () => {
    const spec = injectModelcar(cdk8sSpec(), config)
    expectTypeOf(spec).toExtend<k8s.PodSpec>()
    const props: k8s.KubePodProps = { spec }
    expect(props.spec).toBe(spec)
  })

  test('the plan and the compiled form take them too', () => {
    const injector = createInjector(config)
    expect(planModelcar(fromYaml(), config).changed).toBe(true)
    expect(injector.plan(new ModelsPodSpec(pod().spec)).changed).toBe(true)
    expectTypeOf(injector.inject(fromYaml())).toExtend<V1PodSpec>()
    expectTypeOf(injector.inject(cdk8sSpec())).toExtend<k8s.PodSpec>()
    expect(json(injector.inject(fromYaml()))).toEqual(expected)
  })
})

describe.each<[string, () => PodSpecLike]>([
  ['client-node, read from YAML', fromYaml],
  ['client-node, instances made by hand', byHand],
  ['kubernetes-models, the spec of a Pod', () => new ModelsPod(pod()).spec!],
  ['kubernetes-models, a PodSpec', () => new ModelsPodSpec(pod().spec)],
])('%s', (_, make) => {
  test('is read, never written to, and gives what the plain spec gives', () => {
    const input = make()
    const before = snapshot(input)
    const result = injectModelcar(input, config)
    expect(json(result)).toEqual(expected)
    expect(difference(before, snapshot(input))).toBeUndefined()
  })

  test('comes out of a second call as the same object', () => {
    const once = injectModelcar(make(), config)
    const before = snapshot(once)
    expect(injectModelcar(once, config)).toBe(once)
    expect(difference(before, snapshot(once))).toBeUndefined()
  })

  test('is planned as the plain spec is', () => {
    const input = make()
    const before = snapshot(input)
    expect(json(planModelcar(input, config))).toEqual(json(planModelcar(pod().spec, config)))
    expect(difference(before, snapshot(input))).toBeUndefined()
  })
})

describe('a result can be used where the library wants its own', () => {
  test('client-node serializes it whole', () => {
    const result = injectModelcar(fromYaml(), config)
    expect(ObjectSerializer.serialize(result, 'V1PodSpec')).toEqual(expected)
  })

  test('client-node reads it back as instances that are met again', () => {
    const stored: unknown = ObjectSerializer.deserialize(json(injectModelcar(fromYaml(), config)), 'V1PodSpec')
    expect(stored).toBeInstanceOf(V1PodSpec)
    const again = stored as V1PodSpec
    expect(injectModelcar(again, config)).toBe(again)
  })

  test('kubernetes-models finds it valid', () => {
    const result = new ModelsPod({ ...pod(), spec: injectModelcar(new ModelsPod(pod()).spec!, config) })
    expect(() => {
      result.validate()
    }).not.toThrow()
  })
})

describe('cdk8s', () => {
  test('an injected manifest is complete', () => {
    const input = cdk8sManifest()
    const before = snapshot(input)
    const result = injectModelcar(input, config)
    expect(difference(before, snapshot(input))).toBeUndefined()
    expect(injectModelcar(result, config)).toBe(result)
    const names = (spec: PodSpecLike) => spec.containers.map((container) => container.name)
    expect(names(result)).toEqual(names(injectModelcar(pod().spec, config)))
  })

  test('an injected manifest is synthesized as it is', () => {
    const chart = new Chart(new App(), 'chart')
    const spec = injectModelcar(cdk8sManifest(), config)
    new ApiObject(chart, 'iris', { apiVersion: 'v1', kind: 'Pod', spec })
    const [manifest] = chart.toJson() as { spec: unknown }[]
    expect(manifest?.spec).toEqual(json(spec))
  })

  // It renders the quantities of its own class only, so props that were injected lose the sidecar's.
  test('what it renders of injected props lacks our quantities, so the manifest is the place', () => {
    const [, , sidecar] = k8s.toJson_PodSpec(injectModelcar(cdk8sSpec(), config))?.['containers']
    expect(sidecar).toMatchObject({ name: 'modelcar', resources: { requests: {}, limits: {} } })
    expect(json(sidecar)).not.toHaveProperty('resources.requests.cpu')
  })

  test('quantities and ports of its classes are carried along as they are', () => {
    const input = cdk8sSpec()
    const before = snapshot(input)
    const result = injectModelcar(input, config)
    expect(difference(before, snapshot(input))).toBeUndefined()
    expect(result.containers[0]?.resources).toBe(input.containers[0]?.resources)
    expect(result.containers[1]).toBe(input.containers[1])
    expect(injectModelcar(result, config)).toBe(result)
  })
})
