import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createInjector, type ModelcarConfig, type PodSpecLike } from '../../src/index.js'
import { maybe, object, oneOf } from '../../src/testing/arbitraries/values.js'
import { clone, entriesOf, type Fields, fieldsOf } from '../../src/testing/json.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { attempt } from '../kit/refusal.js'
import { check } from '../kit/runs.js'
import { tally } from './tally.js'

/*
 * Pods of all kinds of users, and what of them our containers follow.
 */

const id = fc.constantFrom<unknown>(0, 1, 1000, 2000, 65535, 65536, undefined, undefined, null, '1000', 1.5, -1)
const context = object({ runAsUser: id, runAsGroup: id, runAsNonRoot: maybe(15, fc.boolean()) })
const container = (name: string): fc.Arbitrary<Fields> =>
  maybe(80, context).map((securityContext) => ({
    name,
    image: 'server:1',
    ...(securityContext && { securityContext }),
  }))

const pod: fc.Arbitrary<Fields> = fc
  .tuple(container('kserve-container'), maybe(40, container('transformer-container')), maybe(40, context))
  .map(([server, transformer, securityContext]) => ({
    containers: [server, ...(transformer ? [transformer] : [])],
    ...(securityContext && { securityContext }),
  }))

const config = object({
  image: oneOf('registry.example/team/model:1'),
  mode: oneOf('sidecar', 'native-sidecar'),
  runAsUser: maybe(15, oneOf(1010, 0)),
  runAsGroup: maybe(15, oneOf(1010)),
  securityContext: maybe(
    40,
    oneOf<unknown>('restricted', { runAsUser: 7 }, { runAsGroup: 7 }, { runAsNonRoot: false }),
  ),
}).map((made) => {
  const { securityContext } = made
  // UID 0 goes with nothing that forbids it, and what is named twice has to be equal.
  const { runAsUser, runAsGroup, ...rest } = made
  return securityContext === undefined
    ? made
    : {
        ...rest,
        ...(runAsUser === 1010 && securityContext === 'restricted' && { runAsUser }),
      }
}) as fc.Arbitrary<unknown> as fc.Arbitrary<ModelcarConfig>

const inject = (podSpec: PodSpec, made: ModelcarConfig): PodSpec => createInjector(made).inject(podSpec)

/** A pod without the IDs and the records of our containers. */
function withoutUsers(podSpec: PodSpec): unknown {
  const spec = clone(podSpec)
  for (const each of [...entriesOf(spec['containers']), ...entriesOf(spec['initContainers'])]) {
    if (!String(each['name']).startsWith('modelcar')) continue
    const { runAsUser: _user, runAsGroup: _group, ...others } = fieldsOf(each['securityContext'])
    each['securityContext'] = others
    each['command'] = entriesOf(undefined)
  }
  return spec
}

describe('users', () => {
  test('one injector over many pods makes of each what one of its own makes', () => {
    const runs = tally('users')
    check(
      fc.property(config, fc.array(pod, { minLength: 1, maxLength: 4 }), (made, pods) => {
        const injector = createInjector(made)
        for (const podSpec of pods as unknown as PodSpec[]) {
          const [one, fresh] = [
            attempt(() => injector.inject(podSpec as unknown as PodSpecLike)),
            attempt(() => inject(podSpec, made)),
          ]
          runs.count('refusal' in one ? 'refused' : 'held')
          if ('refusal' in one || 'refusal' in fresh) expect('refusal' in one && 'refusal' in fresh).toBe(true)
          else expect(one.result).toEqual(fresh.result)
        }
      }),
    )
    runs.expectHeld(0.6)
  })

  test('what is followed is not refused by the next call, which changes nothing', () => {
    check(
      fc.property(pod, config, (podSpec, made) => {
        const outcome = attempt(() => inject(podSpec as unknown as PodSpec, made))
        if ('result' in outcome) expect(inject(outcome.result, made)).toBe(outcome.result)
      }),
    )
  })

  test('where the users of a pod change between two calls, only ours change with them', () => {
    check(
      fc.property(pod, pod, config, (podSpec, other, made) => {
        const outcome = attempt(() => inject(podSpec as unknown as PodSpec, made))
        if ('refusal' in outcome) return
        const changed = clone(outcome.result)
        const byName = new Map(entriesOf(other['containers']).map((each) => [each['name'], each]))
        if (other['securityContext'] !== undefined) changed['securityContext'] = clone(other['securityContext'])
        for (const target of entriesOf(changed['containers'])) {
          const theirs = fieldsOf(byName.get(target['name'])?.['securityContext'])
          // The config’s own stay: what it enforces is no matter of whom it follows.
          const { runAsUser, runAsGroup } = fieldsOf(target['securityContext'])
          if (byName.has(target['name']))
            target['securityContext'] = {
              ...clone(theirs),
              ...(made.runAsUser !== undefined && { runAsUser }),
              ...(made.runAsGroup !== undefined && { runAsGroup }),
            }
        }
        const again = attempt(() => inject(changed, made))
        if ('result' in again) expect(withoutUsers(again.result)).toEqual(withoutUsers(changed))
      }),
    )
  })

  test('ours run as all targets do, wherever those agree and one says so', () => {
    check(
      fc.property(pod, fc.constantFrom('sidecar', 'native-sidecar'), (podSpec, mode) => {
        const made = { image: 'registry.example/team/model:1', mode } as const
        const outcome = attempt(() => inject(podSpec as unknown as PodSpec, made))
        if ('refusal' in outcome) return
        const { containers, initContainers } = outcome.result
        const ours = entriesOf(mode === 'sidecar' ? containers : initContainers).find(({ name }) => name === 'modelcar')
        const isNumber = (value: unknown) => Number.isInteger(value) && Number(value) >= 0
        for (const key of ['runAsUser', 'runAsGroup']) {
          const idOf = (holder: Fields) => fieldsOf(holder['securityContext'])[key]
          const targets = entriesOf(podSpec['containers'])
          const effective = targets.map((target) => (isNumber(idOf(target)) ? idOf(target) : idOf(podSpec)))
          const isStated = targets.some((target) => isNumber(idOf(target)))
          const isCommon = new Set(effective).size === 1 && isNumber(effective[0])
          expect(idOf(ours ?? {})).toBe(isCommon && isStated ? effective[0] : undefined)
        }
      }),
    )
  })
})
