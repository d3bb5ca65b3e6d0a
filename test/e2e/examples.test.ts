import type { V1Pod } from '@kubernetes/client-node'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { alone, callsIn } from './chains.js'
import { examplePods } from './example-manifests.js'
import { expectSettled, expectStored } from './expectations.js'
import { modes, type Mode } from './modes.js'
import { modelImage } from './pods.js'
import { startConfigWebhook } from './webhooks/config-webhook.js'

// Every pod of the example manifests, in each mode. Most do not ask for a model as KServe's pods do, so a webhook in this process
// says which one they get.

const cluster = inject('cluster')

test('there are example manifests with pods', () => {
  expect(examplePods.map(({ file }) => file)).toEqual(
    expect.arrayContaining(['kserve-predictor.yaml', 'vllm-deployment.yaml']),
  )
})

describe.each(examplePods)('$file', ({ pod }) => {
  test.each(modes)('$mode', async ({ mode }) => {
    const modelcar = await startConfigWebhook({ image: modelImage, mode }, serverOf(pod))
    onTestFinished(modelcar.endpoint.stop)
    const account = pod.spec?.serviceAccountName
    const stored = await expectStored({
      cluster,
      setup: { serviceAccounts: account === undefined ? [] : [account] },
      chain: [{ webhook: modelcar, reinvocationPolicy: 'IfNeeded' }],
      pod,
      calls: callsFor(pod, mode),
      warnings: [],
    })
    await expectSettled(modelcar, stored, [])
  })
})

/** The container that reads the model: KServe's, else the first. */
function serverOf({ spec }: V1Pod): string {
  const names = spec?.containers.map(({ name }) => name) ?? []
  return names.find((name) => name === 'kserve-container') ?? names[0] ?? ''
}

/** Where there is no token to mount, nothing else changes the pod. */
const callsFor = ({ spec }: V1Pod, mode: Mode): string =>
  spec?.automountServiceAccountToken === false ? 'modelcar*' : callsIn(alone, mode)
