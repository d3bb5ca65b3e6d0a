import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betweenCalls } from '../../../src/testing/arbitraries/between-calls.js'
import { decoration } from '../../../src/testing/arbitraries/decorations.js'
import { mutated } from '../../../src/testing/arbitraries/junk.js'
import { changes } from '../../../src/testing/changes.js'
import type { Fields } from '../../../src/testing/json.js'
import { goodNeighbours } from '../../../src/testing/neighbours.js'
import type { PodSpec } from '../../../src/testing/pod.js'
import { wrongOverlay } from '../../kit/arbitraries/overlays.js'
import { never } from '../../kit/arbitraries/schema/left-out.js'
import { freshSchemaCases, peacefulSchemaCases, schemaCases } from '../../kit/arbitraries/schema/overlays.js'
import { collect, fieldsBelow } from '../../kit/arbitraries/schema/said.js'
import {
  type Apply,
  assertIdempotent,
  assertPure,
  assertSettles,
  assertStable,
  assertTotal,
} from '../../kit/laws/index.js'
import { assertOverlayFramed, assertOverlayPatch, assertOverlayUnique } from '../../kit/laws/overlays.js'
import { attempt } from '../../kit/refusal.js'
import { check } from '../../kit/runs.js'
import { applyPatch } from '../../oracle/json-patch.js'
import { tally } from '../tally.js'
import { fixed, overlaid, overlaidAnything, planned } from './subject.js'

/*
 * The same laws on overlays over the whole schema of a pod spec: any field that Kubernetes has, in each of the four ways.
 */

const schemaCase = schemaCases(overlaid)
const peacefulCase = peacefulSchemaCases(overlaid)
const independent: Apply = (document, patch) => applyPatch(document, patch as Parameters<typeof applyPatch>[1])

describe('they', () => {
  test('are valid in most cases, and change the pods that they are drawn for', () => {
    const runs = tally('overlays over the whole schema that inject')
    check(
      fc.property(freshSchemaCases(), ({ podSpec, overlay }) => {
        const outcome = attempt(() => overlaid(podSpec, overlay))
        runs.count('result' in outcome && outcome.result !== podSpec ? 'held' : 'refused')
      }),
    )
    runs.expectHeld(0.6)
  })

  test('say every field that Kubernetes has, in each of the four ways', () => {
    const podSpec = { containers: [{ name: 'app', image: 'app:1' }] }
    const said = new Map<string, Set<string>>()
    for (const { overlay } of fc.sample(freshSchemaCases(fc.constant(podSpec)), { numRuns: 6000, seed: 1 })) {
      collect(said, overlay['spec'], 'PodSpec')
      collect(said, overlay['target'], 'Container')
    }
    expect(fieldsBelow('PodSpec', never).filter((field) => !said.has(field))).toEqual([])
    for (const field of ['Container.args', 'PodSpec.readinessGates', 'PodDNSConfig.searches'])
      expect([...(said.get(field) ?? [])].sort()).toEqual(['absent', 'enforced', 'included', 'preferred'])
  })
})

test('L1 pure', () => {
  const runs = tally('L1 pure, overlays over the whole schema')
  check(
    fc.property(schemaCase, decoration, ({ podSpec, overlay }, decorate) => {
      runs.count(assertPure(overlaid as never, decorate(podSpec) as PodSpec, overlay))
    }),
  )
  runs.expectHeld(0.6)
})

test('L2 idempotent', () => {
  const runs = tally('L2 idempotent, overlays over the whole schema')
  check(
    fc.property(schemaCase, ({ podSpec, overlay }) => {
      runs.count(assertIdempotent(fixed(overlaid, overlay), podSpec))
    }),
  )
  runs.expectHeld(0.6)
})

test('L3 stable', () => {
  const runs = tally('L3 stable, overlays over the whole schema')
  // A mesh's sidecar is a target of `'*'` too.
  const names = Object.keys(changes).filter((name) => !name.startsWith('a mesh'))
  check(
    fc.property(peacefulCase, betweenCalls(names), ({ podSpec, overlay }, between) => {
      runs.count(assertStable(fixed(overlaid, overlay), between, podSpec))
    }),
  )
  runs.expectHeld(0.6)
})

test('L5 framed', () => {
  const runs = tally('L5 framed, overlays over the whole schema')
  check(
    fc.property(schemaCase, ({ podSpec, overlay }) => {
      runs.count(assertOverlayFramed(fixed(overlaid, overlay), podSpec, overlay))
    }),
  )
  runs.expectHeld(0.6)
})

test('L6 unique', () => {
  const runs = tally('L6 unique, overlays over the whole schema')
  check(
    fc.property(schemaCase, ({ podSpec, overlay }) => {
      runs.count(assertOverlayUnique(fixed(overlaid, overlay), podSpec, overlay))
    }),
  )
  runs.expectHeld(0.6)
})

test('L8 patch', () => {
  const runs = tally('L8 patch, overlays over the whole schema')
  check(
    fc.property(schemaCase, ({ podSpec, overlay }) => {
      runs.count(assertOverlayPatch(fixed(overlaid, overlay), (each) => planned(each, overlay), podSpec, [independent]))
    }),
  )
  runs.expectHeld(0.6)
})

test('L9 chains', () => {
  const runs = tally('L9 chains, overlays over the whole schema')
  const policy = fc.constantFrom('IfNeeded' as const, 'Never' as const)
  const others = fc.uniqueArray(fc.tuple(fc.constantFrom(...goodNeighbours), policy, fc.constantFrom('a', 'z')), {
    maxLength: 2,
    selector: ([{ name }]) => name,
  })
  check(
    fc.property(peacefulCase, others, ({ podSpec, overlay }, drawn) => {
      const webhooks = drawn.map(([webhook, reinvocationPolicy, before]) => ({
        ...webhook,
        name: `${before} ${webhook.name}`,
        reinvocationPolicy,
      }))
      runs.count(assertSettles(fixed(overlaid, overlay), 'm', webhooks, podSpec))
    }),
  )
  runs.expectHeld(0.6)
})

test('L10 total', () => {
  const runs = tally('L10 total, overlays over the whole schema')
  const cases = schemaCase.chain(({ podSpec, overlay }) =>
    fc.oneof(
      fc.tuple(mutated(fc.constant<Fields>(podSpec)), fc.constant(overlay)),
      fc.tuple(fc.constant(podSpec), wrongOverlay(overlay)),
    ),
  )
  check(
    fc.property(cases, ([podSpec, overlay]) => {
      runs.count(assertTotal(overlaidAnything, podSpec, overlay))
    }),
  )
  runs.expectHeld(0.2)
})
