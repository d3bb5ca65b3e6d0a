import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ejectModelcar, planEject, type PodSpecLike } from '../../src/index.js'
import { anyCase, ordinaryCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { damagedCase } from '../kit/arbitraries/debris.js'
import { withInitializers } from '../kit/arbitraries/initializers.js'
import { type Config, isFresh, modeIn, modelsIn, targetsIn } from '../kit/config.js'
import { attempt } from '../kit/refusal.js'
import { check } from '../kit/runs.js'
import { applyPatch } from '../../src/testing/json-patch.js'
import { clone, type Fields, fieldsOf } from '../../src/testing/json.js'
import { allContainersOf, envOf, type PodSpec } from '../../src/testing/pod.js'
import { difference, snapshot } from '../../src/testing/laws/snapshot.js'
import { inject } from '../laws/subject.js'

const eject = (podSpec: PodSpec, { names }: Config): PodSpec =>
  ejectModelcar(podSpec as PodSpecLike, { names }) as unknown as PodSpec

/** A pod without what an ejection leaves to the user: empty lists, the namespace, users of targets, pull secrets. */
function comparable(podSpec: PodSpec, targets: readonly string[]): unknown {
  const { shareProcessNamespace: _shared, imagePullSecrets: _secrets, ...spec } = clone(podSpec) as Fields & PodSpec
  for (const container of allContainersOf(spec)) {
    if (!targets.includes(container.name)) continue
    const { runAsUser: _user, runAsGroup: _group, ...rest } = fieldsOf(container['securityContext'])
    container['securityContext'] = rest
  }
  return JSON.parse(JSON.stringify(spec), (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const isNothing = (field: unknown): boolean =>
      field === null || (Array.isArray(field) && field.length === 0) || JSON.stringify(field) === '{}'
    return Object.fromEntries(Object.entries(value).filter(([, field]) => !isNothing(field)))
  })
}

const isAsync = (podSpec: PodSpec): boolean =>
  allContainersOf(podSpec).some((container) => envOf(container).some(({ name }) => name === 'MODEL_INIT_MODE'))

describe('an ejection', () => {
  test('undoes an injection, up to what may be the user’s own wish', () => {
    check(
      fc.property(ordinaryCase, ({ podSpec, config }) => {
        const isUnknown =
          modeIn(config) === 'image-volume' && modelsIn(config).some(({ source }) => source !== '/models')
        if (!isFresh(podSpec, config) || isAsync(podSpec) || isUnknown) return
        const outcome = attempt(() => inject(podSpec, config))
        if ('refusal' in outcome) return
        const targets = targetsIn(podSpec, config)
        expect(comparable(eject(outcome.result, config), targets)).toEqual(comparable(podSpec, targets))
      }),
    )
  })

  test('is idempotent and pure, and its patch says the same; it refuses no pod', () => {
    const cases = fc.oneof(anyCase, damagedCase(anyCase, config, inject), withInitializers(ordinaryCase))
    check(
      fc.property(cases, ({ podSpec, config }) => {
        const before = snapshot(podSpec)
        const made = eject(podSpec, config)
        expect(difference(before, snapshot(podSpec))).toBeUndefined()
        expect(eject(made, config)).toBe(made)
        const { changed, patch } = planEject(podSpec, { names: config.names })
        expect(changed).toBe(made !== podSpec)
        expect(patch.every(({ op }) => op !== 'add')).toBe(true)
        expect(applyPatch(clone(podSpec), patch as Parameters<typeof applyPatch>[1])).toEqual(
          JSON.parse(JSON.stringify(made)),
        )
      }),
    )
  })
})
