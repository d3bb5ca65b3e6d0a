import fc from 'fast-check'
import { beforeAll, expect, inject, test } from 'vitest'
import { isModelcarError } from '../../src/index.js'
import { validatePodSpec } from '../../src/testing/api-server/validation/pod-spec.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { overlayCase, type OverlayCase, peacefulCase } from '../kit/arbitraries/overlays.js'
import { freshSchemaCases } from '../kit/arbitraries/schema/overlays.js'
import { seed } from '../kit/runs.js'
import { overlaid } from '../laws/overlays/subject.js'
import { createNamespace, createPod, kubectl } from './harness.js'
import { messageOf } from './manifests/labelled.js'
import { severalAtOnce } from './several-at-once.js'

// What overlays make of pods, sent to a live API server: it takes the pod, or the engine had refused it. The cases are the same in every
// run; `MODELCAR_SEED=random` looks elsewhere.

const cluster = inject('cluster')

let namespace: string
beforeAll(async () => {
  namespace = await createNamespace(cluster, { serviceAccounts: ['sa'] })
  const { code, stderr } = await kubectl(cluster, ['create', 'priorityclass', 'high', '--value=1'])
  expect(code, stderr).toBe(0)
})

const faultOf = async (spec: PodSpec): Promise<string | undefined> => {
  const answer = await createPod(cluster, namespace, { metadata: { name: 'pod' }, spec }, true)
  return answer.code === 201 ? undefined : messageOf(answer)
}

/** Sends what overlays make of pods that the API server takes, and gives what it says of those that it does not take. */
async function faultsOf(cases: readonly OverlayCase[]): Promise<{ readonly sent: number; readonly faults: unknown[] }> {
  const faults: unknown[] = []
  let sent = 0
  await severalAtOnce(cases, async ({ podSpec, overlay }) => {
    if (validatePodSpec(podSpec).length > 0) return
    let made: PodSpec
    try {
      made = overlaid(podSpec, overlay)
    } catch (error) {
      if (!isModelcarError(error)) throw error
      return
    }
    sent++
    const fault = await faultOf(made)
    if (fault === undefined || unchecked.some((each) => each.test(fault))) return
    if ((await faultOf(podSpec)) === undefined) faults.push({ fault, overlay, podSpec })
  })
  return { sent, faults }
}

/** What no overlay is checked for. */
const unchecked = [
  // The cluster decides which classes and service accounts there are, and what they say of a pod's priority and overhead.
  /(?:no PriorityClass with name|PriorityClass name|RuntimeClass|error looking up service account)/,
  // Of what a claim's `dataSource` and `dataSourceRef` say, and of paths in several sources of one volume, nothing is checked.
  /dataSourceRef|conflicting duplicate paths/,
]

test('what an overlay makes of a pod that the API server takes, it takes', { timeout: 300_000 }, async () => {
  const { sent, faults } = await faultsOf(fc.sample(fc.oneof(peacefulCase, overlayCase), { numRuns: 1500, seed }))
  expect(faults).toEqual([])
  expect(sent).toBeGreaterThan(500)
})

test('and so do overlays over the whole schema', { timeout: 300_000 }, async () => {
  const { sent, faults } = await faultsOf(fc.sample(freshSchemaCases(), { numRuns: 2500, seed }))
  expect(faults).toEqual([])
  expect(sent).toBeGreaterThan(2000)
})
