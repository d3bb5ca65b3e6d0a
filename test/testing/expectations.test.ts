import { describe, expect, test } from 'vitest'
import {
  type AdmissionReview,
  expectFramed,
  expectIdempotent,
  expectLaws,
  expectPatch,
  expectPure,
  expectSettles,
  expectStable,
  expectTotal,
  expectUnique,
  expectValid,
  fromReview,
  LawError,
  type LawOptions,
  type Mutate,
  podSpecs,
  type PodSpec,
  reportLaws,
  reportText,
} from '../../src/testing/index.js'
import { kserve012, kserve020 } from '../kit/kserve.js'
import {
  addsSidecar,
  mountsTwice,
  patchesMissingList,
  replacesInitContainers,
  rewritesQuantities,
} from './specimens.js'

// Each law finds, by its own pods, faults that were published; and has nothing against a mutator without one.

const options: LawOptions = { runs: 100, seed: 1 }
const model = { image: 'registry.example/team/model:1' }
const kserve = podSpecs({ containers: ['kserve-container'], paths: ['/mnt'], names: ['modelcar'] })
const kserveOptions = { ...options, pods: kserve, runs: 300 }

async function messageOf(broken: Promise<void>): Promise<string> {
  const error: unknown = await broken.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(LawError)
  return (error as LawError).message
}

describe('KServe 0.12.0, which appends', () => {
  const append: Mutate = (podSpec) => kserve012(podSpec, model)

  test('is not idempotent; the message shows the smallest pod, the calls, where it leads, and what changed', async () => {
    const pods = podSpecs({ containers: ['kserve-container'] })
    const message = await messageOf(expectIdempotent(append, { ...options, pods }))
    expect(message).toContain(`idempotent: a second call made another pod
  it grows: containers by 1, containers[*].volumeMounts by 2, containers[*].args by 3, volumes by 1 in every round
`)
    expect(message).toContain(`
the smallest pod:
  containers:
    - name: kserve-container
      image: example/server:1
between the calls: nothing
calls: first call, second call
what changed:
`)
    expect(message).toMatch(/^  \+ .*kserve-provision-location$/m)
    expect(message).toMatch(/repeat it with seed 1\n$/)
  })

  test.each([
    ['unique', expectUnique, 'unique: there more than once'],
    ['valid', expectValid, 'valid: the API server refuses the result'],
    ['stable', expectStable, 'stable: the second call changed the pod'],
    ['settles', expectSettles, 'settles: the API server refuses the pod'],
  ])('breaks the law %s', async (_name, law, fault) => {
    expect(
      await messageOf(law(append, { ...options, pods: podSpecs({ containers: ['kserve-container'] }) })),
    ).toContain(fault)
  })
})

describe('its fix, which skips what has the right name', () => {
  const skip: Mutate = (podSpec) => kserve020(podSpec, model)

  test('makes pods that the API server refuses, of pods with something else of that name or at that place', async () => {
    expect(await messageOf(expectValid(skip, kserveOptions))).toContain('valid: the API server refuses the result')
    expect(await messageOf(expectUnique(skip, kserveOptions))).toContain('unique: there more than once')
  })

  test('is idempotent', async () => {
    await expectIdempotent(skip, kserveOptions)
  })
})

describe('faults of others', () => {
  test.each([
    ['mounts that are doubled', expectUnique, mountsTwice, 'mount path /tools is there'],
    ['mounts that are doubled', expectIdempotent, mountsTwice, 'it grows: containers[*].volumeMounts by'],
    ['initContainers that are replaced', expectFramed, replacesInitContainers, 'initContainers['],
    ['amounts that are rewritten for ever', expectStable, rewritesQuantities, 'cpu: "1" became "1000m"'],
  ])('%s are found', async (_name, law, mutate: Mutate, sign) => {
    expect(await messageOf(law(mutate, options))).toContain(sign)
  })

  test('a patch on a list that is missing is found', async () => {
    const mutate: Mutate = (podSpec) => ({ ...podSpec, initContainers: [{ name: 'fetch', image: 'tools/fetch:1' }] })
    const message = await messageOf(expectPatch(patchesMissingList, mutate, options))
    expect(message).toContain('patch: it does not apply')
    expect(message).toContain('doc is missing path: "/initContainers/-"')
  })

  test('one that always wants to be last oscillates in a chain', async () => {
    const last: Mutate = (podSpec) => {
      const containers = podSpec.containers.filter(({ name }) => name !== 'logs')
      return { ...podSpec, containers: [...containers, { name: 'logs', image: 'tools/logs:1' }] }
    }
    const rival = (podSpec: PodSpec): PodSpec => {
      const containers = podSpec.containers.filter(({ name }) => name !== 'rival')
      return { ...podSpec, containers: [...containers, { name: 'rival', image: 'rival:1' }] }
    }
    const message = await messageOf(expectSettles(last, { ...options, neighbours: [{ name: 'rival', mutate: rival }] }))
    expect(message).toMatch(/^settles: (mutator|(earlier|next) webhook \(rival\)) has not settled$/m)
    expect(message).toMatch(/^calls: (mutator, next webhook \(rival\)|earlier webhook \(rival\), mutator)/m)
  })

  test('one that writes to its input, one that draws names, and one that trusts its input', async () => {
    expect(await messageOf(expectPure((spec) => Object.assign(spec, { hostname: 'a' }), options))).toContain(
      'written to',
    )
    expect(await messageOf(expectPure((spec) => ({ ...spec, hostname: `h${Math.random()}` }), options))).toContain(
      'two calls made different pods',
    )
    expect(
      await messageOf(expectTotal((spec) => ({ ...spec, hostname: spec.containers[0]!.name }), options)),
    ).toContain('total: an error from inside')
  })

  test('one that refuses everything is not tested', async () => {
    const refuse: Mutate = () => {
      throw new Error('no')
    }
    expect(await messageOf(expectIdempotent(refuse, options))).toBe(
      'idempotent: nothing was tested, as all of 100 pods were refused; the first one: Error: no\n',
    )
  })
})

describe('a mutator without a fault', () => {
  const plan = (podSpec: PodSpec) =>
    addsSidecar(podSpec) === podSpec
      ? []
      : [{ op: 'add' as const, path: '/containers/-', value: { name: 'logs', image: 'tools/logs:1' } }]

  test('keeps all laws, sync and async', async () => {
    await expectLaws(addsSidecar, { ...options, byReference: true, plan })
    await expectLaws((podSpec) => Promise.resolve(addsSidecar(podSpec)), options)
  })

  test('is reported on, law by law', async () => {
    const heard: string[] = []
    const reports = await reportLaws(addsSidecar, { ...options, runs: 20, onReport: ({ law }) => heard.push(law) })
    expect(heard).toEqual(['total', 'pure', 'idempotent', 'stable', 'framed', 'unique', 'valid', 'settles'])
    expect(reports.map(reportText).every((text) => /^\w+: kept \(20 pods/.test(text))).toBe(true)
  })

  test('so does the same one as a handler of reviews', async () => {
    const handler = ({ request: { uid, object } }: AdmissionReview) => ({
      response: {
        uid,
        allowed: true,
        ...(plan(object.spec).length > 0 && {
          patchType: 'JSONPatch',
          patch: Buffer.from(
            JSON.stringify(plan(object.spec).map((each) => ({ ...each, path: `/spec${each.path}` }))),
          ).toString('base64'),
        }),
      },
    })
    await expectLaws(fromReview(handler), {
      ...options,
      decoded: true,
      laws: ['idempotent', 'stable', 'framed', 'unique', 'valid', 'settles'],
    })
  })
})

test('a handler that answers nonsense breaks every law at once', async () => {
  const reports = await reportLaws(
    fromReview(() => 'hello'),
    { ...options, runs: 5 },
  )
  expect(reports.map(({ outcome }) => outcome)).toEqual(Array(8).fill('broken'))
  expect(reports[0]?.counterexample?.details).toEqual(['InvalidResponse: webhook returned "hello": it has no response'])
})
