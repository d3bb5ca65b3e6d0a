import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadYaml, type V1Deployment, type V1PodSpec } from '@kubernetes/client-node'
import { injectModelcar, isModelcarError } from 'modelcar'
import { describe, expect, test } from 'vitest'
import {
  annotations,
  applyConfiguration,
  fieldManager,
  OwnedByOthersError,
} from '../../examples/deployment-controller/apply-configuration.js'
import { difference } from '../../examples/deployment-controller/difference.js'
import { withoutOwnedFields } from '../../examples/deployment-controller/owned-fields.js'

/**
 * One Deployment as a kube-apiserver v1.37.2 had it: `fresh` from its owner, `applied` by the controller, `raised` by
 * `kubectl set resources --containers=modelcar --limits=cpu=2` after that.
 */
const recorded = (state: 'fresh' | 'applied' | 'raised'): V1Deployment =>
  loadYaml(readFileSync(join(import.meta.dirname, `deployment/${state}.json`), 'utf8'))

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const specOf = ({ spec }: { readonly spec?: V1Deployment['spec'] | undefined }): V1PodSpec => spec!.template.spec!
const annotated = (deployment: V1Deployment, values: Record<string, string>): V1Deployment => ({
  ...deployment,
  metadata: { ...deployment.metadata, annotations: values },
})
const withSpec = (deployment: V1Deployment, podSpec: V1PodSpec): V1Deployment => ({
  ...deployment,
  spec: { ...deployment.spec!, template: { ...deployment.spec!.template, spec: podSpec } },
})

const [image, target] = ['registry.example/team/llama:1', 'vllm']
const injected = injectModelcar<V1PodSpec>(specOf(recorded('fresh')), { image, targets: [target] })
const [, modelcar] = injected.containers

describe('the apply configuration', () => {
  test('names the Deployment, what is new, and of what is there only the keys and the new fields', () => {
    const { uid } = recorded('fresh').metadata!
    expect(json(applyConfiguration(recorded('fresh')))).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'llama', namespace: 'default', uid },
      spec: {
        template: {
          spec: {
            containers: [
              {
                name: 'vllm',
                env: [{ name: 'MODEL_INIT_MODE', value: 'async' }],
                volumeMounts: [{ name: 'kserve-provision-location', mountPath: '/mnt' }],
              },
              json(modelcar),
            ],
            initContainers: json(injected.initContainers),
            volumes: json(injected.volumes),
            shareProcessNamespace: true,
          },
        },
      },
    })
  })

  test('is the same after it was applied', () => {
    expect(JSON.stringify(applyConfiguration(recorded('applied')))).toBe(
      JSON.stringify(applyConfiguration(recorded('fresh'))),
    )
  })

  test('leaves alone what another manager has set in a container of the controller', () => {
    const { containers } = applyConfiguration(recorded('raised'))!.spec!.template.spec as unknown as V1PodSpec
    expect(containers[1]).toEqual({
      ...modelcar,
      resources: { requests: { memory: '15Mi' }, limits: { memory: '15Mi' } },
    })
  })

  test('has another image once the annotation has', () => {
    const other = annotated(recorded('applied'), {
      [annotations.image]: 'registry.example/team/llama:2',
      [annotations.target]: target,
    })
    const text = JSON.stringify(applyConfiguration(other))
    expect(text).toContain('"image":"registry.example/team/llama:2"')
    expect(text).not.toContain('llama:1')
  })

  test('is empty where the annotation is gone, so that what was applied goes too', () => {
    const configuration = applyConfiguration(annotated(recorded('applied'), {}))
    expect(configuration).toMatchObject({ metadata: { name: 'llama' } })
    expect(configuration).not.toHaveProperty('spec')
  })

  test('is none for a Deployment that never asked', () => {
    expect(applyConfiguration(annotated(recorded('fresh'), {}))).toBeUndefined()
  })

  test('is refused where something stands in the way', () => {
    const deployment = withSpec(recorded('fresh'), { ...specOf(recorded('fresh')), hostPID: true })
    expect(() => applyConfiguration(deployment)).toThrow(
      expect.toSatisfy((error) => isModelcarError(error) && error.causes[0]?.code === 'HostPID') as Error,
    )
  })

  test('is refused where something must go that others own', () => {
    const podSpec = specOf(recorded('fresh'))
    const env = [{ name: 'MODEL_INIT_MODE', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }]
    const deployment = withSpec(recorded('fresh'), { ...podSpec, containers: [{ ...podSpec.containers[0]!, env }] })
    expect(() => applyConfiguration(deployment)).toThrow(OwnedByOthersError)
    expect(() => applyConfiguration(deployment)).toThrow('/spec/template/spec/containers/0/env/0/valueFrom')
  })
})

describe('without the fields of the controller', () => {
  const without = (deployment: V1Deployment): V1PodSpec =>
    specOf(withoutOwnedFields({ spec: deployment.spec }, deployment.metadata!.managedFields!, fieldManager))

  test('an injected Deployment is what it was before', () => {
    expect(json(without(recorded('applied')))).toEqual(json(specOf(recorded('fresh'))))
  })

  test('a container keeps its keys, and what others own of it', () => {
    const [, rest] = without(recorded('raised')).containers
    expect(json(rest)).toMatchObject({ name: 'modelcar', resources: { limits: { cpu: '2' } } })
    expect(json(rest)).not.toHaveProperty('image')
    expect(json(rest)).not.toHaveProperty('resources.limits.memory')
    expect(json(rest)).not.toHaveProperty('volumeMounts')
  })

  test('a field that is owned together stays', () => {
    const { spec, metadata } = recorded('applied')
    const shared = { 'f:spec': { 'f:template': { 'f:spec': { 'f:shareProcessNamespace': {} } } } }
    const managedFields = [
      ...metadata!.managedFields!,
      { manager: fieldManager, operation: 'Update', fieldsV1: shared },
    ]
    expect(specOf(withoutOwnedFields({ spec }, managedFields, fieldManager)).shareProcessNamespace).toBe(true)
  })

  test('an object that the controller has applied nothing to is itself', () => {
    const { spec, metadata } = recorded('fresh')
    const object = { spec }
    expect(withoutOwnedFields(object, metadata!.managedFields!, fieldManager)).toBe(object)
  })
})

describe('the difference', () => {
  test('finds entries by all of their keys, and takes a list without keys as a whole', () => {
    const shared = { name: 'untouched', args: ['a'] }
    const ports = [
      { containerPort: 53, protocol: 'TCP' },
      { containerPort: 53, protocol: 'UDP', hostPort: 5353 },
    ]
    const before = { containers: [shared, { name: 'a', args: ['a'], ports }] }
    const changed = { name: 'a', args: ['a', 'b'], ports: [ports[0], { ...ports[1], name: 'dns' }] }
    expect(difference(before, { containers: [shared, changed] })).toEqual({
      containers: [{ name: 'a', args: ['a', 'b'], ports: [{ containerPort: 53, protocol: 'UDP', name: 'dns' }] }],
    })
  })
})
