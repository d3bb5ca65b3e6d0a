import { describe, expect, test } from 'vitest'
import { planOverlay, type Overlay } from '../../src/index.js'
import { overlaid } from './overlaid.js'

test('a target that is not there is told in words that fit any overlay, not only one of a model', () => {
  const podSpec = { containers: [{ name: 'web' }], initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] }
  expect(() => planOverlay(podSpec, { targets: ['server'] })).toThrow(
    'the overlay cannot be injected: spec.containers: expected a container named server, found web, proxy (init); name containers of the pod in targets',
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
