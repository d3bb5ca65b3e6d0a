import type { V1Pod } from '@kubernetes/client-node'
import { injectModelcar } from 'modelcar'
import { expect } from 'vitest'
import { admit, comparable, createByHand, review, type Link } from './admission.js'
import type { Cluster, NamespaceSetup } from './harness.js'
import type { ModelcarWebhook } from './webhooks/webhook.js'

/** A pod on its way through webhooks. */
export interface Passage {
  readonly cluster: Cluster
  readonly setup?: NamespaceSetup
  readonly chain: readonly Link[]
  readonly pod: V1Pod
  /** Who has to be called, in this order; a star says that the answer changes the pod. */
  readonly calls: string
  /** What whoever creates the pod has to be told, and nothing else. */
  readonly warnings: readonly string[]
}

/**
 * Expects that the pod is accepted after exactly these calls, and stored as it is when those that change it, and no others, are
 * carried out by hand: with one star for ours, the stored pod is one injection and what the API server adds.
 *
 * @returns the stored pod.
 */
export async function expectStored(passage: Passage): Promise<V1Pod> {
  const { cluster, setup = {}, chain, pod, calls, warnings } = passage
  const admission = await admit(cluster, setup, chain, pod)
  expect(admission.answer).toMatchObject({ code: 201, body: { kind: 'Pod' } })
  expect(admission.answer.warnings).toEqual(warnings)
  expect(admission.calls).toBe(calls)

  const changing = calls.split(' ').filter((call) => call.endsWith('*'))
  const mutations = changing.map((call) => mutateOf(chain, call.slice(0, -1)))
  const byHand = await createByHand(cluster, setup, mutations, pod)
  expect(byHand.body).toMatchObject({ kind: 'Pod' })
  const stored = admission.answer.body as V1Pod
  expect(comparable(stored)).toEqual(comparable(byHand.body as V1Pod))
  return stored
}

/** Expects that neither the library nor the webhook itself changes a stored pod any more, and that these are its only warnings. */
export async function expectSettled(
  modelcar: ModelcarWebhook,
  stored: V1Pod,
  warnings: readonly string[],
): Promise<void> {
  const config = modelcar.configOf(stored)
  if (config === undefined || stored.spec === undefined) throw new Error('expected a pod that asks for a model')
  expect(injectModelcar(stored.spec, config)).toBe(stored.spec)
  const unchanged = { uid: 'again', allowed: true }
  expect(await review(modelcar, stored)).toEqual(warnings.length === 0 ? unchanged : { ...unchanged, warnings })
}

function mutateOf(chain: readonly Link[], name: string): (pod: V1Pod) => V1Pod {
  const link = chain.find(({ webhook }) => webhook.name === name)
  if (link === undefined) throw new Error(`no webhook is called ${name}`)
  return link.webhook.mutate
}
