import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betweenCalls } from '../../../src/testing/arbitraries/between-calls.js'
import { decoration } from '../../../src/testing/arbitraries/decorations.js'
import { anyJson, mutated } from '../../../src/testing/arbitraries/junk.js'
import { changes } from '../../../src/testing/changes.js'
import type { Fields } from '../../../src/testing/json.js'
import type { PodSpec } from '../../../src/testing/pod.js'
import { againCase, overlayCase, peacefulCase, wrongOverlay } from '../../kit/arbitraries/overlays.js'
import {
  type Apply,
  assertEnds,
  assertIdempotent,
  assertPure,
  assertSettles,
  assertStable,
  assertTotal,
  assertValid,
} from '../../kit/laws/index.js'
import {
  assertOverlayFramed,
  assertOverlayPatch,
  assertOverlaySettles,
  assertOverlayUnique,
} from '../../kit/laws/overlays.js'
import { goodNeighbours, restlessNeighbours } from '../../../src/testing/neighbours.js'
import { attempt } from '../../kit/refusal.js'
import { check } from '../../kit/runs.js'
import { admissionErrors } from '../../oracle/admission.js'
import { applyPatch } from '../../oracle/json-patch.js'
import { tally } from '../tally.js'
import { fixed, overlaid, overlaidAnything, planned } from './subject.js'

/*
 * Every law that does not speak of models, on overlays. Of the pods that are drawn many have been through the same overlay before,
 * and were damaged then.
 */

const anyCase = fc.oneof(overlayCase, againCase(overlaid))
const independent: Apply = (document, patch) => applyPatch(document, patch as Parameters<typeof applyPatch>[1])

test('most overlays that are drawn are valid, and change the pods that they are drawn for', () => {
  const runs = tally('overlays that inject')
  check(
    fc.property(overlayCase, ({ podSpec, overlay }) => {
      const outcome = attempt(() => overlaid(podSpec, overlay))
      runs.count('result' in outcome && outcome.result !== podSpec ? 'held' : 'refused')
      if ('refusal' in outcome) expect(outcome.refusal.code).toBe('Conflict')
    }),
  )
  runs.expectHeld(0.6)
})

test('L1 pure', () => {
  const runs = tally('L1 pure, overlays')
  check(
    fc.property(anyCase, decoration, ({ podSpec, overlay }, decorate) => {
      runs.count(assertPure(overlaid as never, decorate(podSpec) as PodSpec, overlay))
    }),
  )
  runs.expectHeld(0.6)
})

test('L2 idempotent', () => {
  const runs = tally('L2 idempotent, overlays')
  check(
    fc.property(anyCase, decoration, ({ podSpec, overlay }, decorate) => {
      runs.count(assertIdempotent(fixed(overlaid, overlay), decorate(podSpec) as PodSpec))
    }),
  )
  runs.expectHeld(0.6)
})

describe('L3 stable', () => {
  /** A mesh's sidecar is a target of `'*'` too. */
  const names = Object.keys(changes).filter((name) => !name.startsWith('a mesh'))

  test('whatever happens between two calls', () => {
    const runs = tally('L3 stable, overlays')
    check(
      fc.property(peacefulCase, betweenCalls(names), ({ podSpec, overlay }, between) => {
        runs.count(assertStable(fixed(overlaid, overlay), between, podSpec))
      }),
    )
    runs.expectHeld(0.6)
  })

  test('what others add gets what every container gets, and nothing else changes', () => {
    const runs = tally('L3 stable, overlays and new containers')
    check(
      fc.property(peacefulCase, betweenCalls(), ({ podSpec, overlay }, between) => {
        runs.count(assertOverlaySettles(fixed(overlaid, overlay), between, podSpec))
      }),
    )
    runs.expectHeld(0.6)
  })
})

test('L5 framed', () => {
  const runs = tally('L5 framed, overlays')
  check(
    fc.property(anyCase, ({ podSpec, overlay }) => {
      runs.count(assertOverlayFramed(fixed(overlaid, overlay), podSpec, overlay))
    }),
  )
  runs.expectHeld(0.6)
})

test('L6 unique', () => {
  const runs = tally('L6 unique, overlays')
  check(
    fc.property(againCase(overlaid), ({ podSpec, overlay }) => {
      runs.count(assertOverlayUnique(fixed(overlaid, overlay), podSpec, overlay))
    }),
  )
  runs.expectHeld(0.6)
})

test('L7 valid: what the API server takes it takes afterwards too', () => {
  const runs = tally('L7 valid, overlays')
  check(
    fc.property(anyCase, ({ podSpec, overlay }) => {
      runs.count(assertValid(fixed(overlaid, overlay), podSpec, admissionErrors))
    }),
  )
  runs.expectHeld(0.6)
})

test('L8 patch', () => {
  const runs = tally('L8 patch, overlays')
  check(
    fc.property(anyCase, decoration, ({ podSpec, overlay }, decorate) => {
      const pod = decorate(podSpec) as PodSpec
      runs.count(assertOverlayPatch(fixed(overlaid, overlay), (each) => planned(each, overlay), pod, [independent]))
    }),
  )
  runs.expectHeld(0.6)
})

const policy = fc.constantFrom('IfNeeded' as const, 'Never' as const)

test('L9 chains', () => {
  const runs = tally('L9 chains, overlays')
  const others = fc.uniqueArray(fc.tuple(fc.constantFrom(...goodNeighbours), policy, fc.constantFrom('a', 'm', 'z')), {
    maxLength: 3,
    selector: ([{ name }]) => name,
  })
  check(
    fc.property(peacefulCase, others, ({ podSpec, overlay }, drawn) => {
      // What we give to a container that a third one brings, a fourth one would only raise in a third round.
      const names = drawn.map(([{ name }]) => name)
      fc.pre(overlay['targets'] !== '*' || !names.includes('an autoscaler raises resources') || names.length === 1)
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

test('L9 chains, beside neighbours that never settle', () => {
  const runs = tally('L9 chains, overlays beside restless neighbours')
  const others = fc.tuple(fc.constantFrom(...restlessNeighbours), policy, fc.constantFrom('a', 'z'))
  check(
    fc.property(peacefulCase, others, ({ podSpec, overlay }, [webhook, reinvocationPolicy, before]) => {
      const other = { ...webhook, name: `${before} ${webhook.name}`, reinvocationPolicy }
      runs.count(assertEnds(fixed(overlaid, overlay), 'm', [other], podSpec, admissionErrors))
    }),
  )
  runs.expectHeld(0.5)
})

describe('L10 total', () => {
  test('any JSON as pod', () => {
    check(
      fc.property(anyJson, overlayCase, (podSpec, { overlay }) => {
        assertTotal(overlaidAnything, podSpec, overlay)
      }),
    )
  })

  test('any JSON as overlay', () => {
    check(
      fc.property(overlayCase, anyJson, ({ podSpec }, overlay) => {
        assertTotal(overlaidAnything, podSpec, overlay)
      }),
    )
  })

  test('pods with wrong values at a few places', () => {
    const cases = anyCase.chain(({ podSpec, overlay }) =>
      fc.tuple(mutated(fc.constant<Fields>(podSpec)), fc.constant(overlay)),
    )
    check(
      fc.property(cases, decoration, ([podSpec, overlay], decorate) => {
        assertTotal(overlaidAnything, decorate(podSpec), overlay)
      }),
    )
  })

  test('overlays with wrong values at a few places', () => {
    const runs = tally('L10 total, mutated overlays')
    const cases = overlayCase.chain(({ podSpec, overlay }) => fc.tuple(fc.constant(podSpec), wrongOverlay(overlay)))
    check(
      fc.property(cases, ([podSpec, overlay]) => {
        runs.count(assertTotal(overlaidAnything, podSpec, overlay))
      }),
    )
    runs.expectHeld(0.02)
  })
})
