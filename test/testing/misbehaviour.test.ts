import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { decodeError } from '../../src/testing/api-server/decode-error.js'
import {
  expectFramed,
  expectIdempotent,
  expectLaws,
  expectPure,
  expectStable,
  expectTotal,
  expectUnique,
  fromReview,
  LawError,
  type Mutate,
  type PodSpec,
} from '../../src/testing/index.js'

// What mutators do that are broken in a way that no law is about: the message says it, and shows the smallest pod.

const options = { runs: 50, seed: 3 }
const smallest = `the smallest pod:
  containers:
    - name: app
      image: example/server:1
`
const append = (spec: PodSpec): PodSpec => {
  spec.containers.push({ name: 'logs', image: 'logs:1' })
  return spec
}

describe('an append in place', () => {
  test.each([
    ['idempotent', expectIdempotent, 'it grows: containers by 1 in every round'],
    ['stable', expectStable, 'the second call changed the pod'],
    ['unique', expectUnique, 'container logs is there 2 times'],
    ['pure', expectPure, 'pure: the pod was written to'],
  ])('breaks the law %s, and the pod is shown as it was before', async (_, law, sign) => {
    const message = await messageOf(law(append, options))
    expect(message).toContain(sign)
    expect(message).toContain(smallest)
  })

  test('a container that is taken away in place is missed', async () => {
    const takes: Mutate = (spec) => {
      spec.containers.pop()
      return spec
    }
    expect(await messageOf(expectFramed(takes, options))).toContain('containers[app]: is gone')
  })
})

describe('one that gives no pod spec', () => {
  test.each([
    ['nothing', undefined, 'it gave nothing\n  where it edits what it is handed, it has to return that'],
    ['a pod', { metadata: {}, spec: { containers: [] } }, 'that is a pod, and not its spec'],
    ['a list', [], 'it gave []'],
    ['text', 'hello', 'it gave "hello"'],
  ])('%s', async (_, given, sign) => {
    for (const mutate of [() => given, () => Promise.resolve(given)]) {
      const message = await messageOf(expectIdempotent(mutate as unknown as Mutate, options))
      expect(message).toContain('idempotent: the mutator gave no pod spec')
      expect(message).toContain(sign)
      expect(message).toContain(smallest)
    }
  })
})

describe('one that gives what is no JSON', () => {
  const own = (spec: PodSpec): PodSpec => Object.assign(spec, { self: spec })
  test.each<[string, Mutate, string]>([
    ['a pod that lies in itself', (spec) => own({ ...spec }), 'Converting circular structure to JSON'],
    ['the pod itself, which lies in itself now', own, 'Converting circular structure to JSON'],
    ['a whole number of JavaScript alone', (spec) => ({ ...spec, priority: 5n }), 'BigInt'],
    [
      'a field that cannot be read',
      (spec) =>
        Object.defineProperty({ ...spec }, 'hostname', { enumerable: true, get: thrower(new Error('unreadable')) }),
      'Error: unreadable',
    ],
  ])('%s', async (_, mutate, sign) => {
    for (const call of [mutate, async (spec: PodSpec) => mutate(spec)]) {
      for (const law of ['pure', 'idempotent', 'stable', 'framed', 'unique', 'valid', 'settles'] as const) {
        const message = await messageOf(expectLaws(call, { ...options, runs: 5, laws: [law] }))
        expect(message).toContain(`${law}: the mutator gave no JSON`)
        expect(message).toContain(sign)
        expect(message).toContain(smallest)
      }
    }
  })

  test('a function for a value, and in the place of a pod, is named', async () => {
    const message = await messageOf(expectPure((spec) => ({ ...spec, hook: () => 1 }), options))
    expect(message).toContain('/hook: a function became a function')
    expect(await messageOf(expectIdempotent((() => () => 1) as never, options))).toContain('it gave a function')
  })
})

function thrower(thrown: unknown): () => never {
  return () => {
    throw thrown
  }
}

describe('one that throws what is no error', () => {
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'undefined'],
    ['a text', 'no', 'no'],
    ['an object', { code: 1 }, '{"code":1}'],
    ['an object without a text', Object.create(null), 'what was thrown throws itself when it is read'],
    ['a symbol', Symbol('x'), 'Symbol(x)'],
    [
      'an error that cannot be read',
      Object.defineProperty(new TypeError('x'), 'message', { get: thrower(new Error('y')) }),
      'what was thrown throws itself when it is read',
    ],
  ])('%s', async (_, thrown, sign) => {
    for (const mutate of [thrower(thrown), () => Promise.resolve().then(thrower(thrown))]) {
      expect(await messageOf(expectIdempotent(mutate, options))).toContain(`idempotent: the mutator fails\n  ${sign}\n`)
      expect(await messageOf(expectTotal(mutate, options))).toContain(`total: an error from inside\n  ${sign}\n`)
    }
  })
})

describe('one that gives instances of classes', () => {
  class Container {
    readonly name: string
    readonly image: string
    constructor(name: string, image: string) {
      this.name = name
      this.image = image
    }
    get title(): string {
      return this.name
    }
  }
  class Spec {
    readonly containers: PodSpec['containers']
    constructor(spec: PodSpec) {
      Object.assign(this, spec)
      const has = spec.containers.some(({ name }) => name === 'logs')
      this.containers = has ? spec.containers : [...spec.containers, new Container('logs', 'logs:1') as never]
    }
  }
  test('is taken by its fields, sync and async', async () => {
    const laws = ['pure', 'idempotent', 'stable', 'framed', 'unique', 'settles'] as const
    const made = (spec: PodSpec): PodSpec => new Spec(spec) as never
    await expectLaws(made, { ...options, laws, decoded: true })
    await expectLaws((spec) => Promise.resolve(made(spec)), { ...options, laws, decoded: true })
    const message = await messageOf(
      expectIdempotent(
        (spec) => ({ ...spec, containers: [...spec.containers, new Container('logs', 'l') as never] }),
        options,
      ),
    )
    expect(message).toContain('it grows: containers by 1 in every round')
  })
})

test('one that never answers is waited for as long as one says', async () => {
  const hangs: Mutate = () => new Promise(() => undefined)
  const bounded = { ...options, runs: 1, timeoutSeconds: 0.01 }
  expect(await messageOf(expectIdempotent(hangs, bounded))).toContain('the mutator gave nothing within 0.01 seconds')
  expect(await messageOf(expectTotal(hangs, bounded))).toContain('total: the mutator gave nothing within 0.01 seconds')
})

test('a pod with thousands of lines is shown with its first ones, and what changed with what is near', async () => {
  const many = (spec: PodSpec): PodSpec => {
    const more = Array.from({ length: 5000 }, (_, index) => ({
      name: `c${spec.containers.length}-${index}`,
      image: 'a',
    }))
    return { ...spec, containers: [...spec.containers, ...more] }
  }
  const message = await messageOf(expectIdempotent(many, { ...options, runs: 1 }))
  expect(message.split('\n').length).toBeLessThan(500)
  expect(message).toMatch(/… and \d+ more lines/)
})

test('one that writes what no API server can read', async () => {
  const writes: Mutate = (spec) => ({ ...spec, containers: 'none' as never, volumes: 7, initContainers: [null] })
  for (const law of ['stable', 'framed', 'unique', 'valid', 'settles', 'pure'] as const)
    await expectLaws(writes, { ...options, laws: [law] }).catch((error: unknown) => {
      expect(String(error)).not.toMatch(/the mutator fails/)
    })
  await expect(expectLaws(writes, { ...options, laws: ['valid'] })).rejects.toThrow('valid: the API server refuses')
})

test('errors of another realm are refusals and faults like any other', async () => {
  const throwing =
    (code: string): Mutate =>
    () =>
      runInNewContext(`throw ${code}`) as never
  expect(await messageOf(expectIdempotent(throwing('new Error("no")'), options))).toContain('nothing was tested')
  expect(await messageOf(expectIdempotent(throwing('new TypeError("oh")'), options))).toContain('TypeError: oh')
})

test('a handler is not asked about what an API server cannot read', async () => {
  const seen: PodSpec[] = []
  const handler = fromReview(({ request: { uid, object } }) => {
    seen.push(object.spec)
    return { response: { uid, allowed: true } }
  })
  await expectTotal(handler, options)
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.map(decodeError).filter((fault) => fault !== undefined)).toEqual([])
})

async function messageOf(broken: Promise<void>): Promise<string> {
  const error: unknown = await broken.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(LawError)
  expect(Object.keys(error as object)).not.toContain('reports')
  return (error as LawError).message
}
