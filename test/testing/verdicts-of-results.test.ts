import { describe, expect, test } from 'vitest'
import type { PodSpec } from '../../src/testing/pod.js'
import { framed } from '../../src/testing/laws/framed.js'
import { unique } from '../../src/testing/laws/unique.js'
import { valid } from '../../src/testing/laws/valid.js'
import { append, endOf, named, pod, same, type Mutator } from './end-of.js'

// What the laws of a result say of one mutator and one pod, and what they show of it.

describe('framed', () => {
  interface There {
    hostname?: string
    subdomain?: string
    tolerations: { key: string }[]
    containers: { name: string; image?: string; args?: string[]; env?: { name: string; value: string }[] }[]
  }
  const there: There & PodSpec = {
    hostname: 'h',
    tolerations: [{ key: 'a' }, { key: 'b' }],
    containers: [
      {
        name: 'app',
        image: 'app:1',
        args: ['a'],
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      },
      { name: 'b', image: 'b:1' },
    ],
  }
  const change =
    (edit: (spec: There) => unknown): Mutator =>
    () => {
      const copy = structuredClone(there)
      edit(copy)
      return copy
    }
  const [first, second] = [0, 1].map((index) => (spec: There) => spec.containers[index] ?? { name: 'none' }) as [
    (spec: There) => There['containers'][number],
    (spec: There) => There['containers'][number],
  ]

  test.each<[string, (spec: There) => unknown, string | undefined]>([
    ['a field that is gone', (spec) => delete spec.hostname, 'hostname: is gone'],
    ['another value', (spec) => (spec.hostname = 'i'), 'hostname: has another value'],
    ['a container that is gone', (spec) => spec.containers.pop(), 'containers[b]: is gone'],
    ['another order', (spec) => spec.containers.reverse(), 'containers: in another order'],
    ['an image', (spec) => (second(spec).image = 'c'), 'containers[b].image: has another value'],
    [
      'a second entry of a name',
      (spec) => first(spec).env?.splice(1, 1, { name: 'A', value: '3' }),
      'containers[app].env[A].value: has another value',
    ],
    ['a list that is gone', (spec) => (spec.tolerations = []), 'tolerations: is gone'],
    ['an entry without a key', (spec) => spec.tolerations.shift(), 'tolerations[0]: is gone, or has another value'],
    ['more words', (spec) => first(spec).args?.push('b'), 'containers[app].args: has another value'],
    ['a new entry in front', (spec) => spec.containers.unshift({ name: 'new' }), undefined],
    ['a new entry without a key', (spec) => spec.tolerations.splice(1, 0, { key: 'new' }), undefined],
    ['a new field', (spec) => (spec.subdomain = 's'), undefined],
  ])('%s', (_what, edit, lost) => {
    const end = endOf(framed(change(edit), there))
    if (lost === undefined) expect(end).toBe('held')
    else
      expect(end).toMatchObject({
        fault: 'framed: changed what was there',
        before: there,
        calls: ['one call'],
        details: [lost],
      })
  })

  test('what may change is not looked at', () => {
    const mayChange = (path: string) => ['hostname', 'containers[*].image'].includes(path)
    const mutate = change((spec) => {
      delete spec.hostname
      first(spec).image = 'x'
    })
    expect(endOf(framed(mutate, there, mayChange))).toBe('held')
    expect(
      endOf(
        framed(
          change((spec) => spec.containers.pop()),
          there,
          (path) => path === 'containers[*]',
        ),
      ),
    ).toBe('held')
  })
})

describe('unique', () => {
  const twice =
    (list: string, entry: object): Mutator =>
    (spec) => ({ ...spec, [list]: [entry, entry] })
  const inApp =
    (list: string, ...entries: object[]): Mutator =>
    () => ({ containers: [{ name: 'app', image: 'app:1', [list]: entries }] })

  test.each<[Mutator, string]>([
    [append, 'container app is there 2 times'],
    [(spec) => ({ ...spec, initContainers: spec.containers }), 'container app is there 2 times'],
    [twice('volumes', { name: 'v' }), 'volume v is there 2 times'],
    [twice('imagePullSecrets', { name: 's' }), 'pull secret s is there 2 times'],
    [inApp('env', { name: 'A' }, { name: 'A' }), 'of container app: variable A is there 2 times'],
    [
      inApp('volumeMounts', { mountPath: '/a' }, { mountPath: '/a/' }),
      'of container app: mount path /a is there 2 times',
    ],
  ])('%#: %s', (mutate, detail) => {
    expect(endOf(unique(mutate, pod()))).toMatchObject({
      fault: 'unique: there more than once',
      before: pod(),
      calls: ['one call'],
      details: [detail],
    })
  })

  test('ports are told apart by number and protocol', () => {
    expect(endOf(unique(inApp('ports', { containerPort: 1 }, { containerPort: 1, protocol: 'UDP' }), pod()))).toBe(
      'held',
    )
    expect(
      endOf(unique(inApp('ports', { containerPort: 1 }, { containerPort: 1, protocol: 'TCP' }), pod())),
    ).toMatchObject({
      details: [expect.stringContaining('of container app: port 1')],
    })
  })

  test('what was there as often before is nobody’s', () => {
    const doubled = append(pod())
    expect(endOf(unique(named('h'), doubled))).toBe('held')
    expect(endOf(unique(append, doubled))).toMatchObject({ details: ['container app is there 3 times'] })
  })
})

describe('valid', () => {
  const validate = (spec: PodSpec) => (spec.hostname === 'bad' ? [{ field: 'spec.hostname', message: 'is bad' }] : [])

  test('what is taken comes out as what is taken', () => {
    expect(endOf(valid(named('good'), pod(), validate))).toBe('held')
    expect(endOf(valid(named('bad'), pod(), validate))).toEqual({
      fault: 'valid: the API server refuses the result',
      before: pod(),
      after: pod({ hostname: 'bad' }),
      calls: ['one call'],
      details: ['spec.hostname: is bad'],
    })
  })

  test.each<[error: unknown, shown: unknown]>([
    ['text', 'text'],
    [{ field: 'f' }, { field: 'f' }],
    [
      { field: 'f', message: 1 },
      { field: 'f', message: 1 },
    ],
    [
      { field: 1, message: 'm' },
      { field: 1, message: 'm' },
    ],
    [{ field: 'f', message: 'm', more: 1 }, 'f: m'],
  ])('an error is shown on a line where it has a field and a message: %j', (error, shown) => {
    const judge = (spec: PodSpec): unknown[] => (spec.hostname === 'bad' ? [error] : [])
    expect(endOf(valid(named('bad'), pod(), judge))).toMatchObject({ details: [shown] })
  })

  test('a pod that is not taken is nobody’s promise', () => {
    expect(endOf(valid(named('bad'), pod({ hostname: 'bad' }), validate))).toBe('refused')
  })

  test('what it is stored as is looked at too', () => {
    expect(endOf(valid(same, pod(), (spec) => ('restartPolicy' in spec ? ['stored'] : [])))).toMatchObject({
      details: ['stored'],
    })
  })
})
