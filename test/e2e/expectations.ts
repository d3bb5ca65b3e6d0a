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
}

/**
 * Expects that the pod is accepted after exactly these calls, and stored as it is when those that change it, and no others, are
 * carried out by hand: with one star for ours, the stored pod is one injection and what the API server adds.
 *
 * @returns the stored pod.
 */
export async function expectStored(passage: Passage): Promise<V1Pod> {
  const { cluster, setup = {}, chain, pod, calls } = passage
  const admission = await admit(cluster, setup, chain, pod)
  expect(admission.answer).toMatchObject({ code: 201, body: { kind: 'Pod' } })
  expect(admission.answer.warnings.filter((warning) => !isOfUnknownGroup(warning))).toEqual([])
  expect(admission.calls).toBe(calls)

  const changing = calls.split(' ').filter((call) => call.endsWith('*'))
  const mutations = changing.map((call) => mutateOf(chain, call.slice(0, -1)))
  const byHand = await createByHand(cluster, setup, mutations, pod)
  expect(byHand.body).toMatchObject({ kind: 'Pod' })
  const stored = admission.answer.body as V1Pod
  expect(comparable(stored)).toEqual(comparable(byHand.body as V1Pod))
  return stored
}

/** KServe's `uidModelcar` is a UID without a GID, which the sidecar modes warn of. */
const isOfUnknownGroup = (warning: string): boolean =>
  /^spec\.containers\[\d+\]\.securityContext\.runAsGroup is not set beside UID 1010: /.test(warning)

/** Expects that neither the library nor the webhook itself has anything to add to a stored pod. */
export async function expectSettled(modelcar: ModelcarWebhook, stored: V1Pod): Promise<void> {
  const config = modelcar.configOf(stored)
  if (config === undefined || stored.spec === undefined) throw new Error('expected a pod that asks for a model')
  expect(injectModelcar(stored.spec, config)).toBe(stored.spec)
  expect(await review(modelcar, stored)).toEqual({ uid: 'again', allowed: true })
}

function mutateOf(chain: readonly Link[], name: string): (pod: V1Pod) => V1Pod {
  const link = chain.find(({ webhook }) => webhook.name === name)
  if (link === undefined) throw new Error(`no webhook is called ${name}`)
  return link.webhook.mutate
}
