import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileOverlay, includes, preferred, type Overlay } from '../../src/index.js'
import { overlayCase } from '../kit/arbitraries/overlays.js'
import { attempt } from '../kit/refusal.js'
import { check } from '../kit/runs.js'
import { copyOverlay } from '../../src/overlay/overlay.js'

// A compiled overlay stays what it was, whatever becomes of the value that it was compiled from.

/** Objects and lists of a value, those behind marks too. */
function partsOf(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Reflect.ownKeys(value).flatMap((key) => partsOf(Reflect.get(value, key)))]
}

function scramble(value: unknown): void {
  for (const part of partsOf(value)) {
    for (const key of Reflect.ownKeys(part)) {
      const field: unknown = Reflect.get(part, key)
      if (typeof field === 'string') Reflect.set(part, key, 'scrambled')
      if (typeof field === 'number' && key !== 'length') Reflect.set(part, key, field + 1)
    }
    if (Array.isArray(part)) part.push('more')
  }
}

const podSpec = { containers: [{ name: 'app' }, { name: 'own', image: 'old:1' }] }

const own = { name: 'own', image: 'own:1' }

test.each<[string, () => Overlay]>([
  ['targets', () => ({ targets: ['app'], target: { tty: true } })],
  ['former images', () => ({ spec: { containers: [own] }, formerly: ['old'] })],
  ['a list', () => ({ spec: { containers: [{ ...own, command: ['a'] }] }, formerly: ['old'] })],
  ['ports', () => ({ targets: ['app'], target: { ports: [{ name: 'a', containerPort: 80 }] } })],
  ['a preference', () => ({ targets: ['app'], target: { securityContext: preferred({ runAsUser: 1 }) } })],
  ['what is included', () => ({ spec: { tolerations: includes([{ key: 'a', operator: 'Exists' }]) } })],
  ['the texts of a map', () => ({ spec: { nodeSelector: { a: 'b' } } })],
])('%s', (_, make) => {
  const overlay = make()
  const injector = compileOverlay(overlay)
  const before = injector.inject(podSpec)
  scramble(overlay)
  expect(injector.inject(podSpec)).toEqual(before)
  expect(injector.inject(before)).toBe(before)
})

test('what a symbol of somebody else leads to is not looked at', () => {
  const spec: Record<PropertyKey, unknown> = { hostname: preferred('app-0') }
  spec[Symbol('holder')] = spec
  expect(compileOverlay({ spec }).inject(podSpec)).toEqual({ ...podSpec, hostname: 'app-0' })
})

test('any overlay', () => {
  check(
    fc.property(overlayCase, ({ podSpec, overlay: drawn }) => {
      const overlay = copyOverlay(drawn)
      const injector = compileOverlay(overlay as Overlay)
      const [before, plan] = [attempt(() => injector.inject(podSpec)), attempt(() => injector.plan(podSpec))]
      scramble(overlay)
      expect([attempt(() => injector.inject(podSpec)), attempt(() => injector.plan(podSpec))]).toEqual([before, plan])
    }),
  )
})
