import { describe, expect, test } from 'vitest'
import {
  admitPod,
  admitPodSync,
  expectIdempotent,
  expectLaws,
  expectPatch,
  expectUnique,
  fromReview,
  podSpecs,
  reportLaws,
  reportText,
  type PodSpec,
} from '../../src/testing/index.js'

// Wrong calls, as JavaScript lets one write them: each would pass as a test of something else, or end in an error from inside.

const sound = <T>(podSpec: T): T => ({ ...podSpec, hostname: 'app-0' })
const call = async (ask: unknown, ...given: readonly unknown[]): Promise<unknown> =>
  (ask as (...given: readonly unknown[]) => Promise<unknown>)(...given)

describe('an option is refused', () => {
  test.each([
    [{ run: 5 }, 'run: no such option, expected pods, decoded, changes,'],
    [{ toString: 5 }, 'toString: no such option'],
    [{ pods: [] }, 'pods: expected an object, found []'],
    [{ decoded: 'yes' }, 'decoded: expected a boolean, found "yes"'],
    [{ changes: ['no such'] }, 'changes: expected a list of some of '],
    [{ changes: 'mirrored' }, 'changes: expected a list of some of '],
    [{ changes: ['toString'] }, 'changes: expected a list of some of '],
    [{ changes: [] }, 'changes: expected a list of some of '],
    [{ neighbours: [] }, 'neighbours: expected a list of neighbours, found []'],
    [{ mayChange: 'hostname' }, 'mayChange: expected a list of paths such as containers[*].image, found "hostname"'],
    [{ mayChange: ['/hostname'] }, 'mayChange: expected a list of paths such as containers[*].image'],
    ...['spec.hostname', 'containers[app].image', 'containers[0].image'].map((path): [object, string] => [
      { mayChange: [path] },
      'mayChange: expected a list of paths such as containers[*].image',
    ]),
    [{ plan: [] }, 'plan: expected a function, found []'],
    [{ isRefusal: Error.name }, 'isRefusal: expected a function, found "Error"'],
    [{ byReference: 1 }, 'byReference: expected a boolean, found 1'],
    [{ runs: 0 }, 'runs: expected a whole number from 1, found 0'],
    [{ runs: 2.5 }, 'runs: expected a whole number from 1, found 2.5'],
    [{ runs: NaN }, 'runs: expected a whole number from 1, found NaN'],
    [{ runs: '5' }, 'runs: expected a whole number from 1, found "5"'],
    [{ seed: 'x' }, 'seed: expected a whole number from -2147483648, found "x"'],
    [{ timeoutSeconds: 0 }, 'timeoutSeconds: expected a number of seconds, found 0'],
    [{ timeoutSeconds: Infinity }, 'timeoutSeconds: expected a number of seconds, found Infinity'],
    [{ isOver: true }, 'isOver: expected a function, found true'],
    [{ signal: null }, 'signal: expected an object, found null'],
    [{ laws: ['idempotnt'] }, 'laws: expected a list of some of idempotent, stable,'],
    [{ laws: [] }, 'laws: expected a list of some of idempotent, stable,'],
    [{ laws: [['pure']] }, 'laws: expected a list of some of idempotent, stable,'],
    [{ timeoutSeconds: '5' }, 'timeoutSeconds: expected a number of seconds, found "5"'],
    [{ timeoutSeconds: 2 ** 31 / 1000 }, 'timeoutSeconds: expected a number of seconds, found 2147483.648'],
    [{ seed: -(2 ** 31) - 1 }, 'seed: expected a whole number from -2147483648, found -2147483649'],
    [{ runs: 2 ** 53 }, 'runs: expected a whole number from 1, found 9007199254740992'],
    [{ onReport: {} }, 'onReport: expected a function, found {}'],
  ])('%j', async (options, message) => {
    for (const ask of [expectIdempotent, expectLaws, reportLaws]) {
      const thrown: unknown = await call(ask, sound, options).catch((error: unknown) => error)
      expect(thrown).toBeInstanceOf(TypeError)
      expect(String(thrown)).toContain(`wrong arguments: ${message}`)
    }
  })

  test('all of them at once, with what else is wrong', async () => {
    await expect(call(expectLaws, 5, { runs: -1, sed: 3 })).rejects.toThrow(
      /^wrong arguments: mutate: expected a function, found 5; runs: .*, found -1; sed: no such option/,
    )
  })
})

test.each([
  ['no mutator', expectLaws, [], 'mutate: expected a function, found nothing'],
  ['no options', expectIdempotent, [sound, null], 'options: expected an object, found null'],
  ['a plan that is none', expectPatch, [[], sound], 'plan: expected a function, found []'],
  ['no plan', expectPatch, [undefined, sound], 'plan: expected a function, found nothing'],
  ['neither', expectPatch, [], 'plan: expected a function, found nothing; mutate: expected a function, found nothing'],
  ['no options beside a plan', expectPatch, [() => [], sound, 5], 'options: expected an object, found 5'],
  [
    'no plan of the law that needs one',
    expectLaws,
    [sound, { laws: ['pure', 'patch'] }],
    'plan: expected a function, found',
  ],
  ['no plan to report on', reportLaws, [sound, { laws: ['patch'] }], 'plan: expected a function, found nothing'],
])('%s', async (_, ask, given, message) => {
  await expect(call(ask, ...given)).rejects.toThrow(`wrong arguments: ${message}`)
})

test('what is wrong is told once', async () => {
  await expect(call(expectLaws, sound, { laws: ['patch'], plan: 5 })).rejects.toThrow(
    /^wrong arguments: plan: expected a function, found 5$/,
  )
  await expect(call(expectPatch, 5, sound)).rejects.toThrow(/^wrong arguments: plan: expected a function, found 5$/)
  await expect(call(expectLaws, sound, 5)).rejects.toThrow(/^wrong arguments: options: expected an object, found 5$/)
  await expect(call(expectPatch)).rejects.toThrow(
    /^wrong arguments: plan: expected a function, found nothing; mutate: expected a function, found nothing$/,
  )
})

test.each([
  ['no handler', [5], 'handler: expected a function, found 5'],
  ['nothing', [], 'handler: expected a function, found nothing'],
  ['wrong options', [sound, null], 'options: expected an object, found null'],
  [
    'a misspelt option',
    [5, { metdata: {} }],
    'handler: expected a function, found 5; metdata: no such option, expected metadata',
  ],
  ['a wrong option', [sound, { metadata: 'x' }], 'metadata: expected an object, found "x"'],
])('fromReview says at once what is wrong with it: %s', (_, given, message) => {
  expect(() => (fromReview as (...given: readonly unknown[]) => unknown)(...given)).toThrow(
    new TypeError(`wrong arguments: ${message}`),
  )
})

describe('admission says what is wrong with a call, in place of one that asks nobody', () => {
  const pod = { containers: [{ name: 'app', image: 'app:1' }] }
  const mine = { name: 'mine', reinvocationPolicy: 'IfNeeded', mutate: sound }
  const webhooks =
    'webhooks: expected a list of webhooks, each with a name, a reinvocationPolicy (IfNeeded or Never), and mutate or review, found'
  test.each<[string, readonly unknown[], string]>([
    ['a function', [pod, [sound]], `${webhooks} [null]`],
    ['no list', [pod, mine], `${webhooks} {"name":"mine","reinvocationPolicy":"IfNeeded"}`],
    ['no webhooks', [pod], `${webhooks} nothing`],
    ['no name', [pod, [{ ...mine, name: undefined }]], webhooks],
    ['a policy that is none', [pod, [{ ...mine, reinvocationPolicy: 'ifNeeded' }]], webhooks],
    ['a policy in a list', [pod, [{ ...mine, reinvocationPolicy: ['IfNeeded'] }]], webhooks],
    ['a policy that is no text', [pod, [{ ...mine, reinvocationPolicy: { toString: 1, valueOf: 1 } }]], webhooks],
    ['no policy', [pod, [{ name: 'mine', mutate: sound }]], webhooks],
    ['a misspelt key', [pod, [mine, { ...mine, mutate: undefined, mutat: sound }]], webhooks],
    ['no pod', [undefined, [mine]], 'pod: expected a pod with metadata and a spec, or a pod spec, found nothing'],
    [
      'a pod without metadata',
      [{ spec: pod }, []],
      'pod: expected a pod with metadata and a spec, or a pod spec, found {"spec":',
    ],
    [
      'both',
      ['pod', 5],
      'pod: expected a pod with metadata and a spec, or a pod spec, found "pod"; webhooks: expected',
    ],
  ])('%s', async (_, given, message) => {
    const thrown: unknown = await call(admitPod, ...given).catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(TypeError)
    expect(String(thrown)).toContain(`wrong arguments: ${message}`)
    expect(() => (admitPodSync as (...given: readonly unknown[]) => unknown)(...given)).toThrow(message)
  })

  test('a handler of reviews is no less a webhook, and none is enough', async () => {
    const review = ({ request: { uid } }: { request: { uid: string } }) => ({ response: { uid, allowed: true } })
    await call(admitPod, pod, [{ name: 'theirs', reinvocationPolicy: 'Never', review }])
    await call(admitPod, { metadata: {}, spec: pod }, [])
  })
})

test.each<[unknown, string]>([
  [{ container: ['a'] }, 'container: no such option, expected containers, size, volumes, names, paths, users, debris'],
  [{ containers: 'app' }, 'containers: expected a list of texts, found "app"'],
  [{ names: [5] }, 'names: expected a list of texts, found [5]'],
  [{ paths: {} }, 'paths: expected a list of texts, found {}'],
  [{ size: -1 }, 'size: expected a whole number from 0, found -1'],
  [{ users: 'no', volumes: 0 }, 'users: expected a boolean, found "no"; volumes: expected a boolean, found 0'],
  [{ debris: [] }, 'debris: expected a function, found []'],
  [null, 'options: expected an object, found null'],
])('podSpecs says at once what is wrong with it: %j', (options, message) => {
  expect(() => (podSpecs as (options: unknown) => unknown)(options)).toThrow(
    new TypeError(`wrong arguments: ${message}`),
  )
})

test('podSpecs takes what may be empty, and what is undefined', () => {
  expect(() =>
    (podSpecs as (options: unknown) => unknown)({ containers: [], names: [], paths: [], size: 0, debris: undefined }),
  ).not.toThrow()
})

describe('where every pod is refused, the first refusal is told', () => {
  const refuses = () => {
    throw new Error('no database')
  }

  test('by an assertion', async () => {
    await expect(expectIdempotent(refuses, { runs: 3 })).rejects.toThrow(
      'idempotent: nothing was tested, as all of 3 pods were refused; the first one: Error: no database\n',
    )
    const late = () => Promise.reject(new Error('no network'))
    await expect(expectIdempotent(late, { runs: 1 })).rejects.toThrow('; the first one: Error: no network\n')
  })

  test('by all of them, and only where nothing was tested', async () => {
    const reports = await reportLaws(refuses, { runs: 3, plan: refuses })
    expect(reports.map(({ outcome, refusal }) => [outcome, refusal])).toEqual(
      reports.map(() => ['untested', 'Error: no database']),
    )
    let calls = 0
    const [once] = await reportLaws((podSpec) => (calls++ === 0 ? refuses() : sound(podSpec)), {
      runs: 5,
      laws: ['idempotent'],
    })
    expect(once).toMatchObject({ outcome: 'kept', refused: 1 })
    expect(once).not.toHaveProperty('refusal')
  })

  test('by the judge of the caller', async () => {
    const [report] = await reportLaws(refuses, {
      runs: 2,
      laws: ['pure'],
      isRefusal: (error) => error instanceof Error,
    })
    expect(report && reportText(report)).toMatch(/all of 2 pods were refused; the first one: Error: no database$/)
  })
})

describe('where no pod is changed, nothing was tested', () => {
  const told = 'nothing was tested, as none of 3 pods was changed'

  test.each<[string, (podSpec: PodSpec) => PodSpec | Promise<PodSpec>]>([
    ['the same pod', (podSpec) => podSpec],
    ['a copy of it', (podSpec) => structuredClone(podSpec)],
    ['a promise of it', (podSpec) => Promise.resolve(podSpec)],
  ])('by one that gives %s', async (_, mutate) => {
    await expect(expectIdempotent(mutate, { runs: 3 })).rejects.toThrow(told)
    const reports = await reportLaws(mutate, { runs: 3, plan: () => [] })
    expect(reports.filter(({ outcome }) => outcome !== 'untested').map(({ law }) => law)).toEqual(['total'])
  })

  test('but by one that writes to what it is handed there was', async () => {
    const written = (podSpec: PodSpec): PodSpec => Object.assign(podSpec, { hostname: 'app-0' })
    await expect(expectIdempotent(written, { runs: 3 })).resolves.toBeUndefined()
    const late = (podSpec: PodSpec) => Promise.resolve(sound(podSpec))
    await expect(expectUnique(late, { runs: 3 })).resolves.toBeUndefined()
  })
})

test('an option that is undefined counts as absent, and every other one may be given', async () => {
  const given = {
    ...{ pods: undefined, decoded: true, changes: undefined, neighbours: undefined, mayChange: [], plan: undefined },
    ...{ isRefusal: () => true, byReference: false, runs: 2, seed: -1, timeoutSeconds: 0.5, isOver: () => false },
    ...{ signal: new AbortController().signal, laws: ['idempotent'], onReport: () => undefined },
  }
  await expect(call(expectLaws, sound, given)).resolves.toBeUndefined()
})
