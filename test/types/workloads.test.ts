import type { V1Deployment, V1Pod } from '@kubernetes/client-node'
import { loadYaml } from '@kubernetes/client-node'
import { k8s } from 'cdk8s-plus-33'
import { Deployment as ModelsDeployment, type IDeployment } from 'kubernetes-models/apps/v1'
import { Pod as ModelsPod, type IPod } from 'kubernetes-models/v1'
import type { Deployment } from 'kubernetes-types/apps/v1.js'
import type { Pod } from 'kubernetes-types/core/v1.js'
import { expect, expectTypeOf, test } from 'vitest'
import { stringify } from 'yaml'
import { createInjector, mapPodSpecs, type PodSpecLike } from '../../src/index.js'
import { inferenceServiceLabel, injectForKServe, sourceUriAnnotation } from '../../src/kserve/index.js'

// The types of other libraries go in, and come out, without a cast.

const injector = createInjector({ image: 'registry.example/iris:1', mode: 'image-volume' })
const inject = (podSpec: PodSpecLike): PodSpecLike => injector.inject(podSpec)
const settings = { memoryRequest: '1', memoryLimit: '1', cpuRequest: '1', cpuLimit: '1', ociModelMode: 'native' }
const configMap = { storageInitializer: JSON.stringify(settings) }
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const metadata = {
  name: 'iris',
  labels: { [inferenceServiceLabel]: 'iris' },
  annotations: { [sourceUriAnnotation]: 'oci://registry.example/iris:1' },
}
const spec = { containers: [{ name: 'kserve-container', image: 'example/server:1' }] }
const pod = { apiVersion: 'v1' as const, kind: 'Pod' as const, metadata, spec }
const deployment = {
  apiVersion: 'apps/v1' as const,
  kind: 'Deployment' as const,
  metadata,
  spec: { selector: { matchLabels: { app: 'iris' } }, template: { metadata, spec } },
}
const expectedPod = json(injectForKServe(pod, configMap))
const expectedDeployment = json(mapPodSpecs(deployment, inject).object)

test('the pods are injected into', () => {
  expect(expectedPod).not.toEqual(json(pod))
  expect(expectedDeployment).not.toEqual(json(deployment))
})

test('client-node', () => {
  const aPod = injectForKServe(loadYaml<V1Pod>(stringify(pod)), configMap)
  expectTypeOf(aPod).toEqualTypeOf<V1Pod>()
  expect(json(aPod)).toEqual(expectedPod)
  const { object } = mapPodSpecs(loadYaml<V1Deployment>(stringify(deployment)), inject)
  expectTypeOf(object).toEqualTypeOf<V1Deployment>()
  expect(json(object)).toEqual(expectedDeployment)
})

test('kubernetes-types', () => {
  const aPod: Pod = injectForKServe<Pod>(pod, configMap)
  const aDeployment: Deployment = mapPodSpecs<Deployment>(deployment, inject).object
  expect(json([aPod, aDeployment])).toEqual([expectedPod, expectedDeployment])
})

test('kubernetes-models, interface and class', () => {
  const aPod: IPod = injectForKServe(new ModelsPod(pod), configMap)
  const aDeployment: IDeployment = mapPodSpecs(new ModelsDeployment(deployment), inject).object
  expect(json([aPod, aDeployment])).toEqual([expectedPod, expectedDeployment])
  expect(json(injectForKServe<IPod>(pod, configMap))).toEqual(expectedPod)
})

test('cdk8s, by its manifest', () => {
  const manifest = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    ...k8s.toJson_KubeDeploymentProps(deployment),
  } as object
  expect(json(mapPodSpecs(manifest, inject).object)).toEqual(expectedDeployment)
})
