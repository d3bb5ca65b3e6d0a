import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { create, createNamespace, createPod, send, until, type Answer } from './harness.js'

// What docs/which.md says of a MutatingAdmissionPolicy that injects a sidecar.

const cluster = inject('cluster')
const admission = '/apis/admissionregistration.k8s.io/v1'
const image = 'registry.example/team/llama:1'

/** The pods of a new namespace go through a policy with this mutation. */
async function withPolicy(spec: string): Promise<string> {
  const namespace = await createNamespace(cluster)
  const name = `modelcar-${namespace}`
  const policy = {
    failurePolicy: 'Fail',
    reinvocationPolicy: 'IfNeeded',
    matchConstraints: {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
    },
    mutations: [
      { patchType: 'ApplyConfiguration', applyConfiguration: { expression: `Object{spec: Object.spec{${spec}}}` } },
      // By this a test sees that the policy is in force.
      {
        patchType: 'ApplyConfiguration',
        applyConfiguration: {
          expression: 'Object{metadata: Object.metadata{labels: Object.metadata.labels{policy: "in-force"}}}',
        },
      },
    ],
  }
  const kinds = ['mutatingadmissionpolicies', 'mutatingadmissionpolicybindings'] as const
  await create(cluster, `${admission}/${kinds[0]}`, { metadata: { name }, spec: policy })
  await create(cluster, `${admission}/${kinds[1]}`, { metadata: { name }, spec: { policyName: name } })
  onTestFinished(async () => {
    for (const kind of kinds) await send(cluster, { method: 'DELETE', path: `${admission}/${kind}/${name}` })
  })
  return namespace
}

interface StoredPod {
  readonly metadata?: { readonly labels?: Record<string, string> }
  readonly spec: { readonly containers: readonly { readonly name: string; readonly image?: string }[] }
}

/** What the API server says to a pod once the policy is in force: a pod that has its mark, or a refusal. */
async function admit(namespace: string, ...containers: readonly { name: string }[]): Promise<Answer> {
  const pod = { metadata: { name: 'server' }, spec: { containers } }
  return until('the policy is in force', async () => {
    const answer = await createPod(cluster, namespace, pod, true)
    const isMarked = (answer.body as StoredPod).metadata?.labels?.['policy'] === 'in-force'
    return isMarked || answer.code !== 201 ? answer : undefined
  })
}

const server = { name: 'kserve-container', image: 'registry.example/server:1' }
const sidecar = `containers: [Object.spec.containers{name: "modelcar", image: "${image}"}]`

describe('a MutatingAdmissionPolicy', () => {
  test('appends a container, and keeps what is there', async () => {
    const { code, body } = await admit(await withPolicy(sidecar), server)
    expect(code).toBe(201)
    expect((body as StoredPod).spec.containers.map(({ name }) => name)).toEqual(['kserve-container', 'modelcar'])
  })

  test('cannot apply a list without keys', async () => {
    const command = sidecar.replace('}]', ', command: ["sh"]}]')
    const { code, body } = await admit(await withPolicy(command), server)
    expect(code).not.toBe(201)
    expect(JSON.stringify(body)).toContain('may not mutate atomic arrays, maps or structs: .spec.containers')
  })

  test('takes over a container of the name that is somebody else’s', async () => {
    const { code, body } = await admit(await withPolicy(sidecar), server, { ...server, name: 'modelcar' })
    expect(code).toBe(201)
    expect((body as StoredPod).spec.containers[1]?.image).toBe(image)
  })

  test('adds a target that is not there, without an image', async () => {
    const target = 'containers: [Object.spec.containers{name: "vllm", tty: true}]'
    const { code, body } = await admit(await withPolicy(target), server)
    expect(code).toBe(422)
    expect(JSON.stringify(body)).toContain('spec.containers[1].image: Required value')
  })
})
