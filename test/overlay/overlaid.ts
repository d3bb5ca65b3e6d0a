import { expect } from 'vitest'
import { compileOverlay, type Overlay, type PodSpecLike } from '../../src/index.js'
import { entriesOf, fieldsOf, type Fields } from '../../src/testing/json.js'
import type { Container } from '../../src/testing/pod.js'
import { applyPatch, type Operation } from '../../src/testing/json-patch.js'
import { difference, snapshot } from '../../src/testing/laws/snapshot.js'

/** What an overlay makes of a pod spec; whatever it is, a second call gives it back, the input is as it was, and the patch agrees. */
export function overlaid(podSpec: unknown, overlay: unknown): Fields {
  const injector = compileOverlay(overlay as Overlay)
  const inputs = [podSpec, overlay]
  const before = snapshot(inputs)
  const result = injector.inject(podSpec as PodSpecLike)
  const { changed, patch, warnings } = injector.plan(podSpec as PodSpecLike)
  expect(difference(before, snapshot(inputs))).toBeUndefined()
  expect(injector.inject(result)).toBe(result)
  expect([changed, patch.length > 0]).toEqual([result !== podSpec, result !== podSpec])
  expect(applyPatch(podSpec, patch as readonly Operation[])).toEqual(JSON.parse(JSON.stringify(result)))
  expect(warnings.filter(({ code }) => code !== 'EntriesDropped' && code !== 'ImageKept')).toEqual([])
  return result as unknown as Fields
}

/** A pod with one container, and every volume and claim that the container or a target's overlay needs. */
function podOf(container: object, target: unknown = {}): { containers: [Container] } {
  const both = [container, target].map(fieldsOf)
  const names = (of: (fields: Fields) => unknown) => [
    ...new Set(both.flatMap((each) => entriesOf(of(each)).map(({ name }) => String(name)))),
  ]
  const mounted = names(({ volumeMounts }) => volumeMounts)
  const blocks = names(({ volumeDevices }) => volumeDevices)
  const claims = names(({ resources }) => fieldsOf(resources)['claims'])
  const volumes = [
    ...mounted.filter((name) => !blocks.includes(name)).map((name) => ({ name, emptyDir: {} })),
    ...blocks.map((name) => ({ name, persistentVolumeClaim: { claimName: name } })),
  ]
  const files = both.flatMap(({ env }) => entriesOf(env)).some(({ valueFrom }) => 'fileKeyRef' in fieldsOf(valueFrom))
  if (files && !mounted.includes('v')) volumes.push({ name: 'v', emptyDir: {} })
  return {
    containers: [{ name: 'server', ...container }],
    ...(volumes.length > 0 && { volumes }),
    ...(claims.length > 0 && { resourceClaims: claims.map((name) => ({ name, resourceClaimName: name })) }),
  }
}

/** What an overlay makes of a container's fields. */
export function inContainer(container: object, target: unknown): Fields {
  const pod = podOf(container, target)
  const result = overlaid(pod, { targets: ['server'], target }) as ReturnType<typeof podOf>
  const { name: _, ...fields } = result === pod ? pod.containers[0] : result.containers[0]
  return fields
}

/** What an overlay makes of the fields of a pod spec. */
export function inPod(fields: object, spec: unknown): Fields {
  const { containers: _, ...others } = overlaid({ containers: [{ name: 'server' }], ...fields }, { spec })
  return others
}

/** The plan of an overlay for a container. */
export const planFor = (container: object, target: unknown) =>
  compileOverlay({ targets: ['server'], target } as Overlay).plan(podOf(container, target))
