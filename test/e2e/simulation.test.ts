import fc from 'fast-check'
import { beforeAll, expect, inject, test } from 'vitest'
import { defaultTolerations, priority } from '../../src/testing/api-server/admission.js'
import { roundTrip } from '../../src/testing/api-server/round-trip.js'
import { stored } from '../../src/testing/api-server/stored.js'
import { serviceAccount } from '../../src/testing/api-server/service-account.js'
import { validatePodSpec } from '../../src/testing/api-server/validation/pod-spec.js'
import { admissiblePod } from '../../src/testing/arbitraries/pods.js'
import { jsonDifferences } from '../../src/testing/laws/differences.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { seed } from '../kit/runs.js'
import { faultyPod, mistypedPod } from '../testing/faults.js'
import { createNamespace, createPod } from './harness.js'
import { severalAtOnce } from './several-at-once.js'

// What modelcar/testing says of a pod, against what a live API server says of it. The pods are the same in every run; `MODELCAR_SEED=random`
// looks elsewhere.

const cluster = inject('cluster')

let namespace: string
beforeAll(async () => {
  namespace = await createNamespace(cluster, { serviceAccounts: ['sa'] })
})

/** What came of a pod: what is stored of it, or why it is refused. */
type Outcome = { readonly spec: unknown } | { readonly errors: readonly string[] }

async function answered(spec: PodSpec): Promise<Outcome> {
  const { code, body } = await createPod(cluster, namespace, { metadata: { name: 'pod' }, spec }, true)
  if (code === 201) return { spec: (JSON.parse(withoutSuffix(body)) as { spec: unknown }).spec }
  const { message, details } = body as { message: string; details?: { causes?: Cause[] } }
  const causes = details?.causes ?? []
  if (code !== 422) return { errors: [message] }
  return { errors: inOrder(causes) }
}

interface Cause {
  readonly field: string
  readonly reason: string
  readonly message: string
}

/** Go walks a map of resources in any order, so what is said of one is sorted; everything else keeps its order. */
function inOrder(causes: readonly Cause[]): string[] {
  const holderOf = (field: string): string => /^(.*\bresources)\b/.exec(field)?.[1] ?? ''
  const texts: string[][] = []
  let holder = ''
  for (const { field, reason, message } of causes) {
    const text = `${field}: ${reason}: ${message}`
    const next = holderOf(field)
    if (next !== '' && next === holder) texts.at(-1)?.push(text)
    else texts.push([text])
    holder = next
  }
  return texts.flatMap((run) => run.sort())
}

const withoutSuffix = (body: unknown): string =>
  JSON.stringify(body).replaceAll(/kube-api-access-[a-z0-9]{5}\b/g, 'kube-api-access-xxxxx')

function simulated(spec: PodSpec): Outcome {
  const errors = validatePodSpec(spec)
  if (errors.length === 0) {
    const admitted = priority(defaultTolerations(serviceAccount('xxxxx')(roundTrip(spec))))
    return { spec: JSON.parse(withoutSuffix(stored(admitted))) }
  }
  const [first] = errors
  if (first?.reason !== 'BadRequest') return { errors: inOrder(errors) }
  return { errors: [`Pod in version "v1" cannot be handled as a Pod: ${first.message}`] }
}

/** Asks the API server about pods, several at once, and lists those that the simulation answers differently. */
async function differing(pods: readonly PodSpec[], isComparable: (outcome: Outcome) => boolean): Promise<unknown[]> {
  const different: unknown[] = []
  await severalAtOnce(pods, async (pod) => {
    const [theirs, ours] = [await answered(pod), simulated(pod)]
    if (!isComparable(theirs) && !isComparable(ours)) return
    const differences = jsonDifferences(theirs, ours)
    if (differences.length > 0) different.push({ differences, pod })
  })
  return different
}

const all = (): boolean => true
/** A value of the right type that means nothing is refused by rules that the simulation does not know. */
const isUnreadable = (outcome: Outcome): boolean =>
  'errors' in outcome && outcome.errors.some((error) => error.startsWith('Pod in version'))

test.each([
  { name: 'pods that it takes', arbitrary: admissiblePod, count: 1000, isComparable: all },
  { name: 'pods with faults', arbitrary: faultyPod, count: 1500, isComparable: all },
  { name: 'pods with values of other types', arbitrary: mistypedPod, count: 500, isComparable: isUnreadable },
])('$count $name: the same answer', async ({ arbitrary, count, isComparable }) => {
  const different = await differing(fc.sample(arbitrary, { numRuns: count, seed }), isComparable)
  expect(different.slice(0, 3), `${different.length} of ${count} pods, MODELCAR_SEED=${seed}`).toEqual([])
})
