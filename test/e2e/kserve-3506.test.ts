import type { V1Pod, V1PodSpec } from '@kubernetes/client-node'
import { sourceUriAnnotation } from 'modelcar/kserve'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { injectLikeKServe012 } from '../../examples/demo/kserve-0.12.js'
import { recordedCase } from '../reference/recorded-cases.js'
import { admit, type Link } from './admission.js'
import { alone, callsIn } from './chains.js'
import { expectSettled, expectStored } from './expectations.js'
import { modes } from './modes.js'
import { unknownGroup, warningsIn, warningsOfStored } from './warnings.js'
import { answerWith, serveReviews } from './webhooks/review-server.js'
import type { Webhook } from './webhooks/webhook.js'
import { startWebhooks, type Webhooks } from './webhooks/webhooks.js'

// The pod of kserve#3506, with KServe 0.12.0's webhook and with the example server in its place.

const cluster = inject('cluster')
const issue = recordedCase('3506: the pod of the issue, modelcar').pod as V1Pod

let webhooks: Webhooks
let kserve: Webhook
beforeAll(async () => {
  webhooks = await startWebhooks()
  kserve = { name: 'kserve', mutate: kserve012, endpoint: await serveReviews(answerWith(kserve012)) }
  return async () => {
    await webhooks.stop()
    await kserve.endpoint.stop()
  }
})

const called = (webhook: Webhook): Link => ({ webhook, reinvocationPolicy: 'IfNeeded' })

/** What release 0.12.0 did; it too left pods alone that are none of its own. */
function kserve012(pod: V1Pod): V1Pod {
  const image = pod.metadata?.annotations?.[sourceUriAnnotation]?.replace('oci://', '')
  if (image === undefined || pod.spec === undefined) return pod
  return { ...pod, spec: injectLikeKServe012(pod.spec as Spec, image) }
}

type Spec = V1PodSpec & Parameters<typeof injectLikeKServe012>[0]

const asking = (scheme: string): V1Pod => {
  const { generateName = '', labels = {}, annotations = {} } = issue.metadata ?? {}
  const uri = annotations[sourceUriAnnotation]?.replace('oci', scheme) ?? ''
  return { ...issue, metadata: { generateName, labels, annotations: { ...annotations, [sourceUriAnnotation]: uri } } }
}

describe.each(modes)('$mode', ({ mode, scheme, modelcarMode }) => {
  test('0.12.0 is called twice and the pod refused; in its place the pod is stored', async () => {
    const refused = await admit(cluster, {}, [called(kserve)], asking('oci'))
    expect(refused.calls).toBe('kserve* kserve*')
    expect(refused.answer.code).toBe(422)
    expect(refused.answer.body).toMatchObject({
      message: expect.stringMatching(
        /^Pod "sklearn-iris-predictor-00001-deployment-6d8f9c7b5-\w{5}" is invalid: \[spec\.volumes\[4\]\.name: Duplicate value: "kserve-provision-location", spec\.containers\[0\]\.volumeMounts\[2\]\.mountPath: Invalid value: "\/mnt": must be unique, spec\.containers\[4\]\.name: Duplicate value: "modelcar"\]$/,
      ) as string,
    })

    const stored = await expectStored({
      cluster,
      chain: webhooks.chain(modelcarMode, alone.places),
      pod: asking(scheme),
      calls: callsIn(alone, mode),
      warnings: warningsIn(alone, mode),
    })
    await expectSettled(webhooks.servers[modelcarMode], stored, warningsOfStored(alone, mode))
  })
})

test('behind 0.12.0 its damage is healed, twice', async () => {
  const modelcar = webhooks.servers.sidecar
  const stored = await expectStored({
    cluster,
    chain: [called(kserve), called(modelcar)],
    pod: asking('oci'),
    calls: 'kserve* modelcar* kserve* modelcar*',
    warnings: [unknownGroup(0)],
  })
  await expectSettled(modelcar, stored, [unknownGroup(0)])
})
