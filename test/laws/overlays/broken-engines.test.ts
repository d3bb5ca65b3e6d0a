import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betweenCalls } from '../../../src/testing/arbitraries/between-calls.js'
import { freeze } from '../../../src/testing/arbitraries/decorations.js'
import { clone, entriesOf, type Fields, fieldsOf } from '../../../src/testing/json.js'
import { containersOf, type PodSpec } from '../../../src/testing/pod.js'
import { againCase, overlayCase, type OverlayCase, peacefulCase } from '../../kit/arbitraries/overlays.js'
import { peacefulSchemaCases, schemaCases } from '../../kit/arbitraries/schema/overlays.js'
import {
  assertIdempotent,
  assertPure,
  assertSettles,
  assertStable,
  assertTotal,
  BrokenLaw,
  type Plan,
} from '../../kit/laws/index.js'
import { assertOverlayFramed, assertOverlayPatch, assertOverlayUnique } from '../../kit/laws/overlays.js'
import { goodNeighbours } from '../../../src/testing/neighbours.js'
import { seed } from '../../kit/runs.js'
import { fixed, type OverlayEngine, overlaid, overlaidAnything, planned } from './subject.js'

/*
 * Engines that are wrong in one way each, as strategic merges in the wild are; the law's own generators have to find it, those of overlays as
 * people write them and those over the whole schema.
 */

const families = [
  { overlays: 'overlays as people write them', any: overlayCase, peaceful: peacefulCase, again: againCase(overlaid) },
  {
    overlays: 'overlays over the whole schema',
    any: schemaCases(overlaid),
    peaceful: peacefulSchemaCases(overlaid),
    again: schemaCases(overlaid),
  },
]

/** The right engine, with something done to its result. */
const spoilt =
  (spoil: (made: PodSpec, podSpec: PodSpec, overlay: Fields) => PodSpec): OverlayEngine =>
  (podSpec, overlay) =>
    spoil(overlaid(podSpec, overlay), podSpec, overlay)

/** Edits a copy of what the right engine makes, wherever that made something. */
const edited = (edit: (made: PodSpec, podSpec: PodSpec, overlay: Fields) => void): OverlayEngine =>
  spoilt((made, podSpec, overlay) => {
    const copy = clone(made)
    edit(copy, podSpec, overlay)
    return copy
  })

function expectBroken<Ts>(law: string, property: fc.IProperty<Ts>): void {
  const { failed, errorInstance } = fc.check(property, { numRuns: 500, seed, endOnFailure: true })
  expect(failed).toBe(true)
  expect(errorInstance).toBeInstanceOf(BrokenLaw)
  expect((errorInstance as BrokenLaw).message).toMatch(law)
}

const forEach = (law: (each: OverlayCase) => unknown, cases: fc.Arbitrary<OverlayCase>) =>
  fc.property(cases, (each) => {
    law(each)
  })

describe.each(families)('$overlays: ', ({ any, peaceful, again }) => {
  describe('L1 pure is broken by an engine that', () => {
    const found = (message: string, engine: OverlayEngine) => {
      expectBroken(
        message,
        forEach(({ podSpec, overlay }) => assertPure(engine as never, podSpec, overlay as never), any),
      )
    }

    test('freezes its input', () => {
      found(
        'was frozen',
        spoilt((made, podSpec) => (freeze(podSpec), made)),
      )
    })
    test('writes into its input', () => {
      found('the pod was written to', (podSpec, overlay) => Object.assign(podSpec, overlaid(podSpec, overlay)))
    })
    test('gives parts of the overlay away', () => {
      found(
        'shares an object with the config',
        spoilt((made, _podSpec, overlay) => ({ ...made, volumes: fieldsOf(overlay['spec'])['volumes'] })),
      )
    })
  })

  describe('L2 idempotent is broken by an engine that', () => {
    const found = (engine: OverlayEngine) => {
      expectBroken(
        'idempotent: ',
        forEach(({ podSpec, overlay }) => assertIdempotent(fixed(engine, overlay), podSpec), any),
      )
    }

    test('makes an equal copy', () => {
      found(spoilt((made) => ({ ...made })))
    })
    test('appends volumes without a look', () => {
      found((podSpec, overlay) => ({
        ...podSpec,
        volumes: [...entriesOf(podSpec['volumes']), ...entriesOf(fieldsOf(overlay['spec'])['volumes'])],
      }))
    })
    test('appends what is to be included without a look', () => {
      found(
        spoilt((made) => {
          const [first] = entriesOf(made['tolerations'])
          return first === undefined ? made : { ...made, tolerations: [...entriesOf(made['tolerations']), first] }
        }),
      )
    })
  })

  describe('L3 stable is broken by an engine that', () => {
    const found = (engine: OverlayEngine) => {
      const change = betweenCalls(['the API server stores it and sends it back', 'images come from a mirror'])
      expectBroken(
        'stable: ',
        fc.property(peaceful, change, ({ podSpec, overlay }, between) => {
          assertStable(fixed(engine, overlay), between, podSpec)
        }),
      )
    }
    const keepingSame = (edit: (made: PodSpec) => boolean): OverlayEngine =>
      spoilt((made) => {
        const copy = clone(made)
        return edit(copy) ? copy : made
      })

    test('writes a zero that the API server drops', () => {
      found(
        keepingSame((made) => {
          if ('hostNetwork' in made) return false
          made['hostNetwork'] = false
          return true
        }),
      )
    })
    test('writes its image back', () => {
      found(
        keepingSame((made) => {
          const own = containersOf(made).find(({ name }) => name === 'own')
          if (own === undefined || own['image'] === 'registry.example/tools/shipper:3') return false
          own['image'] = 'registry.example/tools/shipper:3'
          return true
        }),
      )
    })
  })

  describe('L5 framed is broken by an engine that', () => {
    const found = (engine: OverlayEngine) => {
      expectBroken(
        'L5 framed',
        forEach(({ podSpec, overlay }) => assertOverlayFramed(fixed(engine, overlay), podSpec, overlay), any),
      )
    }

    test('copies everything', () => {
      found(spoilt((made) => clone(made)))
    })
    test('puts its containers in front', () => {
      found(
        spoilt((made, podSpec) =>
          made.containers.length > podSpec.containers.length
            ? { ...made, containers: containersOf(made).toReversed() }
            : made,
        ),
      )
    })
    test('turns the variables of a target round', () => {
      found(
        spoilt((made) => ({
          ...made,
          containers: containersOf(made).map((container) =>
            entriesOf(container['env']).length > 1
              ? { ...container, env: entriesOf(container['env']).toReversed() }
              : container,
          ),
        })),
      )
    })
    test('takes a container that it does not know', () => {
      found(spoilt((made) => ({ ...made, containers: made.containers.slice(1) })))
    })
    test('drops a field that it does not know', () => {
      found(
        spoilt((made) => {
          const { serviceAccountName: _, ...others } = made
          return others
        }),
      )
    })
  })

  test('L6 unique is broken by an engine that leaves doubled volumes', () => {
    const engine = edited((made, podSpec) => {
      if (Array.isArray(made['volumes']))
        made['volumes'] = [...entriesOf(podSpec['volumes']), ...entriesOf(made['volumes'])]
    })
    expectBroken(
      'L6 unique',
      forEach(({ podSpec, overlay }) => assertOverlayUnique(fixed(engine, overlay), podSpec, overlay), again),
    )
  })

  describe('L8 patch is broken by an engine that', () => {
    const found = (spoil: (plan: Plan) => Plan) => {
      expectBroken(
        'L8 patch',
        forEach(
          ({ podSpec, overlay }) =>
            assertOverlayPatch(fixed(overlaid, overlay), (each) => spoil(planned(each, overlay)), podSpec, []),
          any,
        ),
      )
    }

    test('loses an operation', () => {
      found(({ changed, patch }) => ({ changed, patch: patch.slice(1) }))
    })
    test('says that nothing changes', () => {
      found(({ patch }) => ({ changed: false, patch }))
    })
    test('writes a path twice', () => {
      found(({ changed, patch }) => ({ changed, patch: [...patch.filter(({ op }) => op === 'replace'), ...patch] }))
    })
  })

  test('L9 chains is broken by an engine that takes what others added', () => {
    const engine = spoilt((made, podSpec) => ({
      ...made,
      containers: containersOf(made).filter(({ name }) => name !== 'mesh-proxy' || podSpec === made),
    }))
    const mesh = goodNeighbours.filter(({ name }) => name === 'a mesh adds its sidecar')
    expectBroken(
      'settles: ',
      forEach(
        ({ podSpec, overlay }) =>
          assertSettles(
            fixed(engine, overlay),
            'm',
            mesh.map((webhook) => ({ ...webhook, reinvocationPolicy: 'IfNeeded' as const })),
            podSpec,
          ),
        peaceful,
      ),
    )
  })

  test('L10 total is broken by an engine that looks before it checks', () => {
    const engine = (podSpec: unknown, overlay: unknown): unknown => {
      if ((podSpec as PodSpec).containers.some(({ name }) => name.length > 63)) return podSpec
      return overlaidAnything(podSpec, overlay)
    }
    expectBroken(
      'total: ',
      fc.property(fc.jsonValue(), any, (podSpec, { overlay }) => {
        assertTotal(engine, podSpec, overlay)
      }),
    )
  })
})
