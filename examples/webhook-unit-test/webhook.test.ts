// A unit test of a webhook (webhook.ts), without a cluster. It needs no more than Node's own test runner and an RFC 6902 engine:
//
//     npx tsx --test examples/webhook-unit-test/webhook.test.ts
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyPatch, type Operation } from 'rfc6902'
import { mutate } from './webhook.js'
import review from './review.json' with { type: 'json' }

type Review = typeof review
type Pod = Review['request']['object']

/** The webhook's answer to the review, with the pod changed as a test needs it. */
function answerFor(change: (pod: Pod) => void = () => undefined) {
  const asked = structuredClone(review)
  change(asked.request.object)
  return { pod: asked.request.object, ...mutated(asked) }
}

function mutated(asked: Review) {
  const { response } = JSON.parse(mutate(JSON.stringify(asked))) as {
    response: {
      uid: string
      allowed: boolean
      patchType?: string
      patch?: string
      status?: { code: number; details: { causes: { field: string; message: string }[] } }
      auditAnnotations?: { injected?: string; skipped?: string }
    }
  }
  assert.equal(response.uid, review.request.uid)
  return { ...response, operations: decode(response.patch) }
}

/** The API server does the same: base64, JSON, RFC 6902. */
const decode = (patch = ''): Operation[] =>
  patch === '' ? [] : (JSON.parse(Buffer.from(patch, 'base64').toString()) as Operation[])

function apply(pod: Pod, operations: Operation[]): Pod {
  const patched = structuredClone(pod)
  const failed = applyPatch(patched, operations).filter((error) => error !== null)
  assert.deepEqual(failed, [])
  return patched
}

await test('a pod that asks for the model gets it', () => {
  const { allowed, patchType, pod, operations } = answerFor()
  assert.equal(allowed, true)
  assert.equal(patchType, 'JSONPatch')
  const { spec } = apply(pod, operations)
  assert.deepEqual(
    spec.containers.map(({ name, image }) => [name, image]),
    [
      ['vllm', 'registry.example/vllm/vllm-openai:v0.9.2'],
      ['modelcar', 'registry.example/team/llama:1'],
    ],
  )
  assert.deepEqual(spec.containers[0]?.volumeMounts, [
    { name: 'cache', mountPath: '/cache' },
    { name: 'kserve-provision-location', mountPath: '/mnt' },
  ])
  assert.deepEqual(
    spec.volumes.map(({ name }) => name),
    ['cache', 'kserve-provision-location'],
  )
})

await test('called again with what came out, it changes nothing', () => {
  const { pod, operations } = answerFor()
  const object = apply(pod, operations)
  const again = mutated({ ...review, request: { ...review.request, object } })
  assert.equal(again.allowed, true)
  assert.equal(again.patch, undefined)
  assert.equal(again.auditAnnotations, undefined)
})

await test('a pod that does not ask is left alone', () => {
  const { allowed, patch, auditAnnotations } = answerFor(({ metadata }) => (metadata.labels['team.example/model'] = ''))
  assert.equal(allowed, true)
  assert.equal(patch, undefined)
  assert.deepEqual(auditAnnotations, { skipped: 'NotAsked' })
})

await test('a pod that has something else at the model’s path is refused, with the field', () => {
  const { allowed, patch, status } = answerFor(({ spec }) => {
    spec.containers[0]?.volumeMounts.push({ name: 'cache', mountPath: '/mnt/models' })
  })
  assert.equal(allowed, false)
  assert.equal(patch, undefined)
  assert.equal(status?.code, 422)
  assert.deepEqual(
    status.details.causes.map(({ field }) => field),
    ['spec.containers[0].volumeMounts[1].mountPath'],
  )
})
