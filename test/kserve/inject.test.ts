import { V1ConfigMap, V1Container, V1ObjectMeta, V1Pod, V1PodSpec } from '@kubernetes/client-node'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { isModelcarError } from '../../src/index.js'
import {
  inferenceServiceLabel,
  injectForKServe,
  resolveInjection,
  sourceUriAnnotation,
} from '../../src/kserve/index.js'
import { difference, snapshot } from '../../src/testing/laws/snapshot.js'

const storageInitializer = JSON.stringify({
  memoryRequest: '100Mi',
  memoryLimit: '1Gi',
  cpuRequest: '100m',
  cpuLimit: '1',
  ociModelMode: 'native',
})
const configMap = { data: { storageInitializer } }
const metadata = {
  labels: { [inferenceServiceLabel]: 'demo' },
  annotations: { [sourceUriAnnotation]: 'oci://registry.example/iris:1' },
}

describe('injectForKServe', () => {
  test('replaces the spec of a pod, once', () => {
    const pod = { kind: 'Pod', metadata, spec: { containers: [{ name: 'kserve-container' }] } }
    const injected = injectForKServe(pod, configMap)
    expect(injected).toEqual({
      kind: 'Pod',
      metadata,
      spec: {
        containers: [
          {
            name: 'kserve-container',
            volumeMounts: [{ name: 'mnt-models', mountPath: '/mnt/models', subPath: 'models', readOnly: true }],
          },
        ],
        volumes: [{ name: 'mnt-models', image: { reference: 'registry.example/iris:1', pullPolicy: 'IfNotPresent' } }],
      },
    })
    expect(injected.metadata).toBe(metadata)
    expect(injectForKServe(injected, configMap)).toBe(injected)
    expectTypeOf(injected).toEqualTypeOf<typeof pod>()
  })

  test('gives a pod back that asks for nothing', () => {
    const pod = { spec: { containers: [] } }
    expect(injectForKServe(pod, configMap)).toBe(pod)
  })

  test('writes to no instance of a client’s class', () => {
    const container = Object.assign(new V1Container(), { name: 'kserve-container' })
    const pod: V1Pod = Object.assign(new V1Pod(), {
      metadata: Object.assign(new V1ObjectMeta(), metadata),
      spec: Object.assign(new V1PodSpec(), { containers: [container] }),
    })
    const map = Object.assign(new V1ConfigMap(), { ...configMap, kind: 'ConfigMap' })
    const input = [pod, map]
    const before = snapshot(input)
    const injected = injectForKServe(pod, map)
    expect(difference(before, snapshot(input))).toBeUndefined()
    expect(injected.spec?.volumes).toHaveLength(1)
    expect(injected.metadata).toBe(pod.metadata)
    expect(injectForKServe(injected, map)).toBe(injected)
    expectTypeOf(injected).toEqualTypeOf<V1Pod>()
  })

  test('refuses a pod without a spec that should get a model', () => {
    const refusal = (() => {
      try {
        return injectForKServe({ metadata }, configMap)
      } catch (error) {
        return error
      }
    })()
    expect(isModelcarError(refusal)).toBe(true)
    expect(refusal).toMatchObject({ name: 'ModelcarPodSpecError', causes: [{ code: 'InvalidType', field: 'spec' }] })
  })

  test('throws what an injection throws', () => {
    const pod = { metadata, spec: { containers: [{ name: 'server' }] } }
    expect(() => injectForKServe(pod, configMap)).toThrow(/kserve-container or worker-container.*found server/)
  })
})

test('a resolution is a config or a reason, and the compiler knows which', () => {
  const { config, skip } = resolveInjection({ metadata, spec: { containers: [] } }, configMap)
  if (config === undefined) expectTypeOf(skip).toBeString()
  else expectTypeOf(skip).toBeUndefined()
  // @ts-expect-error a ConfigMap holds texts
  expect(() => resolveInjection({ metadata }, { data: { storageInitializer: {} } })).toThrow()
  // @ts-expect-error there is no such option
  expect(() => resolveInjection({ metadata }, configMap, { storageUri: [] })).toThrow()
})
