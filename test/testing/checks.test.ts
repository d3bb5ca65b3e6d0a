import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  expectTotal,
  expectUnique,
  fromReview,
  type LawOptions,
  type Mutate,
  type PodSpec,
  reportLaws,
} from '../../src/testing/index.js'
import { checkLaw, type Sample } from '../../src/testing/expect/check.js'
import { givingPodSpec, notingChanges } from '../../src/testing/expect/given.js'
import { BrokenLaw } from '../../src/testing/laws/broken-law.js'
import type { Verdict } from '../../src/testing/laws/law.js'
import { settled, type Steps } from '../../src/testing/laws/steps.js'
import { withMetadata } from '../../src/testing/metadata.js'

// How a law is asked about: how often, about what, and what counts.

const samples: fc.Arbitrary<Sample> = fc.record({ podSpec: fc.nat(1000), steps: fc.constant([]) })
const course =
  (verdict: (podSpec: unknown) => Verdict | Error) =>
  (sample: Sample): Steps<Verdict> =>
    (function* () {
      const given = yield* settled(verdict(sample.podSpec))
      if (given instanceof Error) throw given
      return given
    })()

describe('a check', () => {
  test('counts how many pods it asked about, and how many of them were refused', async () => {
    const report = await checkLaw(
      'l',
      samples,
      course((pod) => (Number(pod) % 2 === 0 ? 'held' : 'refused')),
      {
        runs: 50,
        seed: 3,
      },
    )
    expect(report).toEqual({ law: 'l', outcome: 'kept', runs: 50, refused: expect.any(Number) as number, seed: 3 })
    expect(report.refused).toBeGreaterThan(10)
    expect(report.refused).toBeLessThan(40)
  })

  test('where all are refused tested nothing', async () => {
    expect(
      await checkLaw(
        'l',
        samples,
        course(() => 'refused'),
        { runs: 5, seed: 3 },
      ),
    ).toEqual({
      law: 'l',
      outcome: 'untested',
      runs: 5,
      refused: 5,
      seed: 3,
    })
  })

  test('draws its seed itself, which fast-check can take', async () => {
    const { seed } = await checkLaw(
      'l',
      samples,
      course(() => 'held'),
      { runs: 1 },
    )
    expect(Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true)
  })

  test('shows the smallest sample that breaks the law, and what came of it', async () => {
    const fault = (error: Error): Promise<unknown> =>
      checkLaw(
        'l',
        samples,
        course((pod) => (Number(pod) < 7 ? 'held' : error)),
        { seed: 3 },
      )
    expect(await fault(new BrokenLaw('l: wrong', { calls: ['one call'] }))).toMatchObject({
      outcome: 'broken',
      counterexample: { fault: 'l: wrong', calls: ['one call'], podSpec: 7, between: 'nothing' },
    })
    expect(await fault(new TypeError('oh'))).toMatchObject({
      outcome: 'broken',
      counterexample: { fault: 'l: the mutator fails', details: ['TypeError: oh'], podSpec: 7, between: 'nothing' },
    })
  })

  test('names what happens between the calls', async () => {
    const steps = [{ name: 'AlwaysPullImages', at: 2 }]
    const report = await checkLaw(
      'l',
      samples.map((sample) => ({ ...sample, steps })),
      course(() => new BrokenLaw('l: wrong')),
      { seed: 3 },
    )
    expect(report.counterexample?.between).toBe('AlwaysPullImages (2)')
  })

  test('asks no more once it is over, or stopped', async () => {
    let asked = 0
    const counting = course(() => ((asked += 1), 'held'))
    expect(await checkLaw('l', samples, counting, { seed: 3, isOver: () => asked === 4 })).toMatchObject({ runs: 4 })
    expect(await checkLaw('l', samples, counting, { seed: 3, signal: { aborted: true } })).toMatchObject({
      runs: 0,
      outcome: 'untested',
    })
    expect(asked).toBe(4)
  })

  test('that is stopped counts nothing of the pod that it is at', async () => {
    const signal = { aborted: false }
    const failing = course((pod) => {
      signal.aborted = true
      return new Error(String(pod))
    })
    expect(await checkLaw('l', samples, failing, { seed: 3, signal })).toMatchObject({ outcome: 'untested', runs: 0 })
  })
})

describe('what a mutator gives', () => {
  const giving = (given: unknown): unknown => {
    try {
      return givingPodSpec('l', () => given as PodSpec, 1)({ containers: [] })
    } catch (error) {
      return (error as BrokenLaw).evidence.details
    }
  }

  test.each<[given: unknown, details: string[]]>([
    [undefined, ['it gave nothing', 'where it edits what it is handed, it has to return that']],
    [null, ['it gave null']],
    [{ spec: {} }, ['it gave {"spec":{}}', 'that is a pod, and not its spec']],
    [{}, ['it gave {}']],
    [[], ['it gave []']],
    ['spec', ['it gave "spec"']],
  ])('is no pod spec: %j', (given, details) => {
    expect(giving(given)).toEqual(details)
  })

  test.each([[{ containers: [] }], [{ containers: null }], [{ containers: [], then: 5 }]])('is one: %j', (given) => {
    expect(giving(given)).toBe(given)
  })

  test('or the promise of one', async () => {
    await expect(giving(Promise.resolve({ containers: [] }))).resolves.toEqual({ containers: [] })
    await expect(giving(Promise.resolve(5))).rejects.toThrow('l: the mutator gave no pod spec\n  it gave 5')
  })

  test('leaves no timer behind, whether it came in time or not', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const waiting = givingPodSpec('l', (spec) => Promise.resolve(spec), 100)({ containers: [] })
    expect(vi.getTimerCount()).toBe(1)
    await waiting
    expect(vi.getTimerCount()).toBe(0)
    const late = givingPodSpec('l', () => new Promise(() => undefined), 0.001)({ containers: [] })
    const refused = expect(late).rejects.toThrow('l: the mutator gave nothing within 0.001 seconds')
    await vi.advanceTimersByTimeAsync(1)
    await refused
    expect(vi.getTimerCount()).toBe(0)
  })

  test('is a change where its JSON or its metadata is another', async () => {
    const spec = (): PodSpec => ({ containers: [] })
    const changes = async (mutate: Mutate): Promise<boolean> => {
      const { noted, hasChanged } = notingChanges(mutate)
      await noted(spec())
      return hasChanged()
    }
    expect(await changes((given) => given)).toBe(false)
    expect(await changes(() => spec())).toBe(false)
    expect(await changes((given) => Object.assign(given, { hostname: 'h' }))).toBe(true)
    expect(await changes((given) => Promise.resolve({ ...given, hostname: 'h' }))).toBe(true)
    expect(await changes((given) => withMetadata(given, { name: 'n' }))).toBe(false)
    expect(await changes((given) => withMetadata({ ...given }, { name: 'n' }))).toBe(true)
  })

  test('may be anything where it was handed anything', async () => {
    await expectTotal((() => 5) as unknown as Mutate, { runs: 20, seed: 1 })
    await expectTotal((() => Promise.resolve(undefined)) as unknown as Mutate, { runs: 20, seed: 1 })
  })
})

describe('the laws', () => {
  const asked = async (options: LawOptions): Promise<string[]> =>
    (await reportLaws((spec) => ({ ...spec, hostname: 'h' }), { runs: 1, seed: 1, ...options })).map(({ law }) => law)
  const usual = ['pure', 'idempotent', 'stable', 'framed', 'unique', 'valid', 'settles']

  test('are all, but that of patches only with a plan, and that of anything not where pods are decoded', async () => {
    expect(await asked({})).toEqual(['total', ...usual])
    expect(await asked({ decoded: false })).toEqual(['total', ...usual])
    expect(await asked({ decoded: true })).toEqual(usual)
    expect(await asked({ decoded: true, plan: () => [] })).toEqual([...usual.slice(0, 6), 'patch', 'settles'])
  })

  test('show pods as they are generated, or as an API server has them', async () => {
    const defaulted = async (options: LawOptions): Promise<unknown[]> => {
      const seen: unknown[] = []
      const mutate: Mutate = (spec) => (seen.push(spec['schedulerName']), spec)
      await reportLaws(mutate, {
        runs: 5,
        seed: 1,
        laws: ['idempotent'],
        ...options,
        pods: fc.constant({ containers: [] }),
      })
      return [...new Set(seen)]
    }
    expect(await defaulted({})).toEqual([undefined])
    expect(await defaulted({ decoded: true })).toEqual(['default-scheduler'])
  })

  test('ask about pods that nobody has touched, and about some that the mutator has seen and others have changed', async () => {
    const seen = new Set<string>()
    const mutate: Mutate = (spec) => {
      seen.add([spec['hostname'], spec.containers[0]?.['imagePullPolicy']].map(String).join(' '))
      return { ...spec, hostname: 'h' }
    }
    const pods = fc.constant<PodSpec>({ containers: [{ name: 'a', image: 'a' }] })
    await expectUnique(mutate, { runs: 50, seed: 1, pods, changes: ['AlwaysPullImages'] })
    expect(seen).toEqual(new Set(['undefined undefined', 'h undefined', 'h Always']))
  })

  test('say what happened between the calls', async () => {
    const mutate: Mutate = (spec) => ({ ...spec, hostname: String(spec.containers[0]?.['imagePullPolicy']) })
    const pods = fc.constant<PodSpec>({ containers: [{ name: 'a', image: 'a' }] })
    const [report] = await reportLaws(mutate, { seed: 1, pods, changes: ['AlwaysPullImages'], laws: ['stable'] })
    const between = report?.counterexample?.between
    expect(between).toMatch(/^AlwaysPullImages \(\d+\)$/)
    expect(report?.counterexample?.calls).toEqual(['first call', between, 'second call'])
  })

  test('chain the mutator with neighbours before and behind it, some of whom are asked again', async () => {
    const chains: string[] = []
    const say =
      (sign: string): Mutate =>
      (spec) => {
        chains.push(`${chains.pop() ?? ''}${sign}`)
        return spec
      }
    const pods = fc.constant<PodSpec>({ containers: [{ name: 'a', image: 'a' }] }).map((spec) => {
      chains.push('')
      return spec
    })
    const neighbours = [{ name: 'n', mutate: say('n') as never }]
    await reportLaws(say('m'), { runs: 60, seed: 1, pods, neighbours, laws: ['settles'] })
    // The chain, and then each once more who would be asked again.
    expect(chains.filter((chain) => !/^(m|nm|mn|nmn)n*m$/.test(chain))).toEqual([])
    expect([...new Set(chains)]).toEqual(expect.arrayContaining(['mm', 'nmm', 'nmnm', 'mnm', 'mnnm']))
  })

  test('chain it so that it is asked again where somebody behind it changes the pod', async () => {
    const chains: string[] = []
    const pods = fc.constant<PodSpec>({ containers: [{ name: 'a', image: 'a' }] }).map((spec) => {
      chains.push('')
      return spec
    })
    const say = (sign: string): void => void chains.push(`${chains.pop() ?? ''}${sign}`)
    const names = (spec: PodSpec): PodSpec => (say('n'), { ...spec, hostname: 'h' })
    const mutate: Mutate = (spec) => (say('m'), spec)
    await reportLaws(mutate, { runs: 60, seed: 1, pods, neighbours: [{ name: 'n', mutate: names }], laws: ['settles'] })
    // The two rounds, and then each once more who would be asked again.
    expect([...new Set(chains)]).toEqual(expect.arrayContaining(['mm', 'mnmm', 'nmm', 'mnmnm', 'nmnm']))
  })

  test('that a handler keeps which only labels the pod are tested', async () => {
    const patch = Buffer.from('[{"op":"add","path":"/metadata/labels","value":{"a":"b"}}]').toString('base64')
    const labels = fromReview(({ request: { uid } }) => ({
      response: { uid, allowed: true, patchType: 'JSONPatch', patch },
    }))
    const [report] = await reportLaws(labels, { runs: 5, seed: 1, decoded: true, laws: ['idempotent'] })
    expect(report?.outcome).toBe('kept')
  })
})
