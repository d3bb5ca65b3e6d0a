import { describe, expect, test } from 'vitest'
import { compileOverlay } from '../../src/index.js'
import { overlaid } from '../overlay/overlaid.js'
import { expectConflicts, image, injected, modes, namesOf, warningsOf, type Entry, type Spec } from '../kit/injected.js'

// The kubelet starts init containers one after the other: what brings a model has to stand in front of a target that is one.

const sidecar = (name: string, more: object = {}): Entry => ({
  name,
  image: `${name}:1`,
  restartPolicy: 'Always',
  ...more,
})
const pod = (...initContainers: Entry[]): Spec => ({
  containers: [{ name: 'epp', image: 'epp:1' }],
  initContainers: [...initContainers],
})
const setup: Entry = { name: 'setup', image: 'setup:1' }
const targets = ['tokenizer']
const startOrder = (spec: Spec): string[] | undefined => namesOf(spec.initContainers)
const models = ['a', 'b'].map((name) => ({ image, mountPath: `/mnt/${name}` }))

describe('a new init container of ours', () => {
  test.each([
    ['sidecar', 'modelcar-init'],
    ['native-sidecar', 'modelcar'],
    ['fetch', 'storage-initializer'],
  ])('goes directly in front of the first target: mode %s', (mode, ours) => {
    const podSpec = pod(setup, sidecar('mesh'), sidecar('tokenizer'), sidecar('router'))
    expect(startOrder(injected(podSpec, { mode, targets }))).toEqual(['setup', 'mesh', ours, 'tokenizer', 'router'])
    // The first in the pod's order, not in the config's.
    expect(startOrder(injected(podSpec, { mode, targets: ['epp', 'router', 'mesh'] }))).toEqual([
      ...['setup', ours, 'mesh', 'tokenizer', 'router'],
    ])
    expect(startOrder(injected(podSpec, { mode, targets: ['epp'] }))).toEqual([
      ...['setup', 'mesh', 'tokenizer', 'router', ours],
    ])
  })

  test('several go there in the order of the config', () => {
    const made = injected(pod(setup, sidecar('tokenizer')), { mode: 'native-sidecar', targets, models })
    expect(startOrder(made)).toEqual(['setup', 'modelcar', 'modelcar-1', 'tokenizer'])
  })

  test('one that is there stays, whoever put it there, and only what is missing goes in front', () => {
    const behind = pod(sidecar('tokenizer'), { name: 'modelcar' }, setup)
    const made = injected(behind, { mode: 'native-sidecar', targets, models })
    expect(startOrder(made)).toEqual(['modelcar-1', 'tokenizer', 'modelcar', 'setup'])
  })

  test('after a switch of mode it is new, though the other list had it', () => {
    const before = injected(pod(setup, sidecar('tokenizer')), { targets })
    expect(startOrder(injected(before, { mode: 'native-sidecar', targets }))).toEqual([
      'setup',
      'modelcar',
      'tokenizer',
    ])
    const native = injected(pod(setup, sidecar('tokenizer')), { mode: 'native-sidecar', targets })
    expect(startOrder(injected(native, { targets }))).toEqual(['setup', 'modelcar-init', 'tokenizer'])
  })

  test('duplicates that go do not change its place', () => {
    const doubled = pod({ name: 'modelcar' }, { name: 'modelcar' }, sidecar('tokenizer'))
    const made = injected(doubled, { mode: 'native-sidecar', targets, models })
    expect(startOrder(made)).toEqual(['modelcar', 'modelcar-1', 'tokenizer'])
  })

  test('of a user’s overlay too', () => {
    const overlay = {
      spec: {
        initContainers: [
          { name: 'one', image: 'one:1' },
          { name: 'two', image: 'two:1' },
        ],
      },
      targets: ['tokenizer'],
    }
    const made = overlaid(pod(setup, sidecar('tokenizer')), overlay) as unknown as Spec
    expect(startOrder(made)).toEqual(['setup', 'one', 'two', 'tokenizer'])
    const { patch } = compileOverlay(overlay).plan(pod(setup, sidecar('tokenizer')))
    expect(patch.map(({ op, path }) => `${op} ${path}`)).toEqual(['add /initContainers/1', 'add /initContainers/2'])
    expect(startOrder(overlaid(pod(setup), { spec: overlay.spec }) as unknown as Spec)).toEqual(['setup', 'one', 'two'])
  })
})

describe('pod-level resources judge it where it will stand', () => {
  // An init container counts together with the native sidecars in front of it: in front of the tokenizer ours counts alone.
  const podSpec = (cpu: string): Spec => ({
    ...pod(sidecar('tokenizer', { resources: { requests: { cpu: '1' } } })),
    resources: { requests: { cpu } },
  })
  const config = { mode: 'sidecar', targets, resources: { requests: { cpu: '2' } } }

  test('in front of the target', () => {
    // Running are the sidecar with 2 and the tokenizer with 1; at the start there is ours with 2 alone.
    expect(() => injected(podSpec('3'), config)).not.toThrow()
    expectConflicts(podSpec('2'), config, ['PodResources', 'spec.resources.requests[cpu]', 'of 3 in all'])
    const fetch = { mode: 'fetch', targets, fetch: { resources: { requests: { cpu: '2' } } } }
    expect(() => injected(podSpec('2'), fetch)).not.toThrow()
    // Behind it, where it stays, both count.
    const behind = podSpec('2')
    behind.initContainers!.push({ name: 'storage-initializer', image: 'x:1' })
    expectConflicts(behind, fetch, ['PodResources', 'spec.resources.requests[cpu]', 'of 3 in all'])
  })
})

describe('a target that starts before its model is warned of', () => {
  const codes = (podSpec: Spec, config: object): string[] =>
    warningsOf(podSpec, { targets, ...config }).map(({ code, field }) => `${code} ${field}`)
  const warned = ['ModelAfterTarget spec.initContainers[0]']

  test.each(modes)('not where ours is new or in front, in mode %s', (mode) => {
    const fresh = pod(sidecar('tokenizer'))
    const expected = mode === 'sidecar' ? warned : []
    expect(codes(fresh, { mode })).toEqual(expected)
    expect(codes(injected(fresh, { mode, targets }), { mode })).toEqual(
      mode === 'sidecar' ? ['ModelAfterTarget spec.initContainers[1]'] : [],
    )
  })

  test.each([
    ['native-sidecar', 'modelcar'],
    ['fetch', 'storage-initializer'],
    ['sidecar', 'modelcar-init'],
  ])('where ours stays behind it, in mode %s', (mode, ours) => {
    const behind = pod(sidecar('tokenizer'), { name: ours, image })
    expect(codes(behind, { mode })).toEqual(warned)
    expect(codes(injected(behind, { mode, targets }), { mode })).toEqual(warned)
  })

  test('where only one of several models stays behind it', () => {
    const behind = pod(sidecar('tokenizer'), { name: 'modelcar-1' })
    expect(codes(behind, { mode: 'native-sidecar', models })).toEqual(warned)
  })

  test('and told to use native-sidecar where the sidecar is a regular container', () => {
    expect(warningsOf(pod(sidecar('tokenizer')), { targets }).map(({ message }) => message)).toEqual([
      expect.stringContaining('use mode native-sidecar'),
    ])
  })
})
