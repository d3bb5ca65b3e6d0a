import { describe, expect, test } from 'vitest'
import { planOverlay, type Overlay } from '../../src/index.js'
import { overlaid } from './overlaid.js'

test('a target that is not there is told in words that fit any overlay, not only one of a model', () => {
  const podSpec = { containers: [{ name: 'web' }], initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] }
  expect(() => planOverlay(podSpec, { targets: ['server'] })).toThrow(
    'the overlay cannot be injected: spec.containers: expected a container named server, found web, proxy (init); name containers of the pod in targets',
  )
})

test('several that are not there are told by their names', () => {
  const podSpec = { containers: [{ name: 'web' }] }
  expect(() => planOverlay(podSpec, { targets: ['server', 'web', 'worker'] })).toThrow(
    'expected containers named server, worker, found web;',
  )
})

describe("targets: '*'", () => {
  const podSpec = {
    containers: [{ name: 'web' }, { name: 'own', image: 'own:1' }, { name: 'amended' }],
    initContainers: [
      { name: 'setup' },
      { name: 'proxy', restartPolicy: 'Always' },
      { name: 'own-init', image: 'own:1' },
    ],
    ephemeralContainers: [{ name: 'debugger' }],
  }
  const everywhere = (more: Partial<Overlay> = {}): Overlay => ({
    spec: {
      containers: [{ name: 'own', image: 'own:1' }, { name: 'amended' }],
      initContainers: [{ name: 'own-init', image: 'own:1' }],
    },
    targets: '*',
    target: { tty: true },
    ...more,
  })
  const withTty = (made: Record<string, unknown>): unknown =>
    ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) =>
      (made[list] as { name: string; tty?: boolean }[]).filter(({ tty }) => tty).map(({ name }) => name),
    )

  test('are all containers that the overlay does not list', () => {
    expect(withTty(overlaid(podSpec, everywhere()))).toEqual(['web'])
    expect(withTty(overlaid(podSpec, everywhere({ initTargets: 'none' })))).toEqual(['web'])
  })

  test('and native sidecars, or all init containers, where it asks for them', () => {
    expect(withTty(overlaid(podSpec, everywhere({ initTargets: 'sidecars' })))).toEqual(['web', 'proxy'])
    expect(withTty(overlaid(podSpec, everywhere({ initTargets: 'all' })))).toEqual(['web', 'setup', 'proxy'])
  })

  test('may be none', () => {
    const none = { containers: [] }
    expect(overlaid(none, { targets: '*', target: { tty: true } })).toBe(none)
  })

  test('what another adds between two calls is one too, and nothing else changes', () => {
    const once = overlaid(podSpec, everywhere()) as typeof podSpec
    const other = { ...once, containers: [...once.containers, { name: 'mesh' }] }
    const again = overlaid(other, everywhere()) as typeof podSpec
    expect(again.containers.slice(0, -1)).toEqual(once.containers)
    expect(again.containers.slice(0, -1).every((container, index) => container === once.containers[index])).toBe(true)
    expect(again.containers.at(-1)).toEqual({ name: 'mesh', tty: true })
  })
})

describe('an init container that is added', () => {
  const sidecar = (name: string) => ({ name, restartPolicy: 'Always' })
  const initContainers = [{ name: 'own', image: 'own:1' }]
  const placed = (podSpec: object, overlay: object): unknown =>
    (overlaid(podSpec, overlay)['initContainers'] as { name: string }[]).map(({ name }) => name)

  test('comes in front of the first target that stays, in whatever order the targets are named', () => {
    const podSpec = { containers: [], initContainers: [{ name: 'setup' }, sidecar('a'), sidecar('b')] }
    for (const targets of [
      ['a', 'b'],
      ['b', 'a'],
    ])
      expect(placed(podSpec, { spec: { initContainers }, targets })).toEqual(['setup', 'own', 'a', 'b'])
    expect(placed(podSpec, { spec: { initContainers }, targets: ['b'] })).toEqual(['setup', 'a', 'own', 'b'])
    expect(placed(podSpec, { spec: { initContainers }, targets: '*', initTargets: 'all' })).toEqual([
      'setup',
      'own',
      'a',
      'b',
    ])
  })

  test('comes last where no target is one that stays', () => {
    const podSpec = { containers: [sidecar('app')], initContainers: [{ name: 'setup' }, sidecar('a')] }
    for (const targets of [undefined, ['app'], '*'])
      expect(placed(podSpec, { spec: { initContainers }, targets })).toEqual(['setup', 'a', 'own'])
  })

  test('and no other list is touched by this', () => {
    const podSpec = { containers: [{ name: 'app' }], initContainers: [sidecar('a')] }
    const overlay = {
      spec: { containers: [{ name: 'own', image: 'own:1' }] },
      targets: ['a'],
      target: { env: [{ name: 'A' }] },
    }
    expect(overlaid(podSpec, overlay)).toEqual({
      containers: [{ name: 'app' }, { name: 'own', image: 'own:1' }],
      initContainers: [{ ...sidecar('a'), env: [{ name: 'A' }] }],
    })
  })
})
