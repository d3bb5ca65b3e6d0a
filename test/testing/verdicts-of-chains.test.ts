import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/testing/json.js'
import type { PodSpec } from '../../src/testing/pod.js'
import type { Webhook } from '../../src/testing/admission-chain.js'
import { stable } from '../../src/testing/laws/stable.js'
import { ends, settles } from '../../src/testing/laws/settles.js'
import { append, endOf, named, pod, refuses, same, strict, turns, type Mutator } from './end-of.js'

// What the laws say of calls with something in between, and what they show of it.

describe('stable', () => {
  const renames: Mutator = (spec) => ({ ...spec, hostname: 'between' })
  const brings: Mutator = (spec) => ({ ...spec, containers: [...spec.containers, { name: 'new', image: 'n' }] })
  const labelsAll =
    (tty: () => unknown): Mutator =>
    (spec) => ({ ...spec, containers: spec.containers.map((each) => ({ ...each, tty: each['tty'] ?? tty() })) })

  test('a second call that changes what was there is shown', () => {
    expect(endOf(stable(named('ours'), renames, pod()))).toMatchObject({
      fault: 'stable: the second call changed the pod',
      before: pod({ hostname: 'between' }),
      after: pod({ hostname: 'ours' }),
      calls: ['first call', String(renames), 'second call'],
      details: ['/hostname: "between" became "ours"'],
    })
  })

  test('what somebody brings may be changed once, but not by reference', () => {
    const mutate = labelsAll(() => true)
    expect(endOf(stable(mutate, brings, pod()))).toBe('held')
    expect(endOf(stable(mutate, brings, pod(), strict))).toMatchObject({
      fault: 'stable: the second call changed the pod',
    })
  })

  test('and not twice', () => {
    let calls = 0
    const mutate: Mutator = (spec) => ({
      ...spec,
      containers: spec.containers.map((each) =>
        each.name === 'new' ? { ...each, image: String((calls += 1)) } : each,
      ),
    })
    expect(endOf(stable(mutate, brings, pod()))).toMatchObject({
      fault: 'stable: a third call changed the pod',
      calls: ['first call', String(brings), 'second call', 'third call'],
      details: ['/containers/1/image: "1" became "2"'],
    })
  })

  test('a second or third call that refuses is shown', () => {
    const refusesSecond = turns(named('a'), refuses)
    expect(endOf(stable(refusesSecond, renames, pod()))).toEqual({
      fault: 'stable: refused',
      before: pod({ hostname: 'between' }),
      calls: ['first call', String(renames), 'second call'],
      details: ['Error: no'],
    })
    const tty = labelsAll(() => true)
    expect(endOf(stable(turns(tty, turns(tty, refuses)), brings, pod()))).toMatchObject({
      fault: 'stable: refused',
      calls: ['first call', String(brings), 'second call', 'third call'],
      details: ['Error: no'],
    })
  })

  test('an init container that somebody brings is new too, and a list of them that is null is none', () => {
    const bringsInit: Mutator = (spec) => ({ ...spec, initContainers: [{ name: 'new', image: 'n' }] })
    const labelsInits: Mutator = (spec) =>
      Array.isArray(spec['initContainers'])
        ? { ...spec, initContainers: spec['initContainers'].map((each: object) => ({ ...each, tty: true })) }
        : spec
    expect(endOf(stable(labelsInits, bringsInit, pod()))).toBe('held')
    const between: Mutator = (spec) => brings({ ...spec, initContainers: null })
    expect(
      endOf(
        stable(
          labelsAll(() => true),
          between,
          pod(),
        ),
      ),
    ).toBe('held')
    // One that was there before is not new.
    expect(endOf(stable(turns(bringsInit, labelsInits), same, pod()))).toMatchObject({
      fault: 'stable: the second call changed the pod',
    })
  })

  test('a change that the API server does not see is told as one in vain', () => {
    const mutate: Mutator = (spec) => ({ ...spec, hostname: spec['hostname'] === '' ? undefined : '' })
    expect(endOf(stable(mutate, same, pod()))).toMatchObject({
      details: ['the API server reads both as the same, so the patch is in vain, in every call', expect.any(String)],
    })
  })
})

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

describe('chains', () => {
  const webhook = (name: string, mutate: Mutator, reinvocationPolicy: 'IfNeeded' | 'Never' = 'IfNeeded'): Webhook => ({
    name,
    reinvocationPolicy,
    mutate,
  })
  const grows = webhook('ours', (spec) => ({
    ...spec,
    nodeSelector: { calls: `${textOf(fieldsOf(spec['nodeSelector'])['calls'])}x` },
  }))
  const denies: Webhook = {
    name: 'b',
    reinvocationPolicy: 'Never',
    review: ({ request: { uid } }) => ({ response: { uid, allowed: false } }),
  }

  test('one that has work left is named, with the calls and the end', () => {
    expect(endOf(settles([grows], 'ours', pod()))).toMatchObject({
      fault: 'settles: ours has not settled',
      calls: ['ours'],
      details: ['it changes in every round, and comes to no end', expect.stringContaining('/nodeSelector/calls')],
    })
  })

  test('one that is never asked again has none', () => {
    expect(endOf(settles([{ ...grows, reinvocationPolicy: 'Never' }], 'ours', pod()))).toBe('held')
  })

  test('a pod that the API server does not take in the end is a fault, and one that a webhook denies is none', () => {
    expect(endOf(settles([webhook('ours', append)], 'ours', pod()))).toMatchObject({
      fault: 'settles: the API server refuses the pod',
      calls: ['ours', 'ours'],
      details: [expect.stringContaining('Duplicate value: "app"')],
    })
    expect(endOf(settles([webhook('ours', same), denies], 'ours', pod()))).toBe('refused')
    expect(endOf(settles([denies], 'b', pod()))).toBe('refused')
  })

  test('ours is judged by reference where that is asked for, also where the API server sees no change', () => {
    const inVain = webhook('ours', (spec) => ({ ...spec, hostname: spec['hostname'] === '' ? undefined : '' }))
    expect(endOf(settles([inVain], 'ours', pod()))).toBe('held')
    expect(endOf(settles([inVain], 'ours', pod(), strict))).toMatchObject({ fault: 'settles: ours has not settled' })
    expect(endOf(settles([webhook('ours', same)], 'ours', pod(), strict))).toBe('held')
    const copies = webhook('ours', (spec) => ({ ...spec }))
    expect(endOf(settles([copies], 'ours', pod()))).toBe('held')
    expect(endOf(settles([copies], 'ours', pod(), strict))).toMatchObject({
      details: ['nothing changes', 'the same JSON, but not the same object'],
    })
    // Of the others it is enough that the pod is the same.
    expect(endOf(settles([{ ...copies, name: 'a' }, webhook('ours', same)], 'ours', pod(), strict))).toBe('held')
  })

  test('a handler of reviews is asked again too', () => {
    const review = (answer: object): Webhook => ({
      name: 'ours',
      reinvocationPolicy: 'IfNeeded',
      review: ({ request: { uid } }) => ({ response: { uid, allowed: true, ...answer } }),
    })
    const patch = (value: string): object => ({
      patchType: 'JSONPatch',
      patch: Buffer.from(JSON.stringify([{ op: 'add', path: '/spec/hostname', value }])).toString('base64'),
    })
    expect(endOf(settles([review({})], 'ours', pod()))).toBe('held')
    expect(endOf(settles([review(patch('h'))], 'ours', pod()))).toBe('held')
  })

  test('where the others do not get along, nothing is said of ours', () => {
    const restless = { ...grows, name: 'a' } as Webhook
    expect(endOf(settles([restless, webhook('ours', same)], 'ours', pod()))).toBe('refused')
  })

  test('a pod that was not taken before is not looked at', () => {
    expect(endOf(settles([grows], 'ours', { containers: [] }))).toBe('refused')
    expect(endOf(settles([webhook('ours', () => pod())], 'ours', { containers: [] }))).toBe('refused')
    expect(endOf(ends([grows], pod(), () => ['bad']))).toBe('refused')
  })

  test('beside others that never settle it ends, with a pod that is taken', () => {
    expect(endOf(ends([grows, webhook('z', same)], pod(), () => []))).toBe('held')
    const validate = (spec: PodSpec) => ('nodeSelector' in spec ? ['bad'] : [])
    expect(endOf(ends([grows], pod(), validate))).toMatchObject({
      fault: 'settles: the API server refuses the result',
      before: pod(),
      calls: ['ours'],
      details: ['bad'],
    })
  })
})
