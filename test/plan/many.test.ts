import { describe, expect, test } from 'vitest'
import { createInjector, type ModelcarError, type PodSpecLike } from '../../src/index.js'

/*
 * A pod may be wrong in as many places as it has bytes: the first hundred are told, in its order, and how many more there are.
 */

const count = 1000
const many = (make: (index: number) => unknown): unknown[] => Array.from({ length: count }, (_, index) => make(index))
const injector = createInjector({ image: 'registry.example/iris:1' })
const server = (fields: object = {}) => ({ name: 'kserve-container', ...fields })

function refusal(podSpec: object): ModelcarError {
  try {
    injector.plan(podSpec as PodSpecLike)
  } catch (error) {
    return error as ModelcarError
  }
  throw new Error('expected a refusal')
}

const first = (fieldOf: (index: number) => string): string[] =>
  Array.from({ length: 100 }, (_, index) => fieldOf(index))

describe('of a pod that is wrong in a thousand places, a hundred are told', () => {
  test.each<[string, object, (index: number) => string, number]>([
    ['containers of null', { containers: many(() => null) }, (index) => `spec.containers[${index}]`, count],
    ['containers of no name', { containers: many(() => ({})) }, (index) => `spec.containers[${index}].name`, count],
    // Checks, merge and leftovers look at the same mounts.
    [
      'mounts of null',
      { containers: [server({ volumeMounts: many(() => null) })], volumes: [{ name: 'kserve-provision-location-1' }] },
      (index) => `spec.containers[0].volumeMounts[${index}]`,
      count,
    ],
    [
      'devices that are no lists',
      { containers: [server(), ...many((index) => ({ name: `c${index}`, volumeDevices: 0 }))] },
      (index) => `spec.containers[${index + 1}].volumeDevices`,
      count,
    ],
    [
      'volumes before containers',
      { volumes: many(() => 0), initContainers: many(() => 0), containers: many(() => 0) },
      (index) => `spec.volumes[${index}]`,
      3 * count,
    ],
    [
      'mounts that hide the model',
      { containers: [server({ volumeMounts: many(() => ({ name: 'v', mountPath: '/mnt/models' })) })] },
      (index) => `spec.containers[0].volumeMounts[${index}].mountPath`,
      count,
    ],
    [
      'init containers behind containers, of our names',
      {
        containers: [server(), ...many(() => ({ name: 'modelcar-init', args: ['x'] }))],
        initContainers: many(() => ({ name: 'modelcar', args: ['x'] })),
      },
      (index) => `spec.containers[${index + 1}].name`,
      2 * count,
    ],
  ])('%s', (_, podSpec, fieldOf, all) => {
    const { causes, omitted } = refusal(podSpec)
    expect(causes.map(({ field }) => field)).toEqual(first(fieldOf))
    expect(omitted).toBe(all - 100)
  })

  test('one place that is found again and again counts once', () => {
    const sidecars = many((index) => ({ name: 'modelcar', image: `registry.example/iris:${index}`, command: ['x'] }))
    const securityContext = { runAsUser: 0, runAsNonRoot: true }
    const { causes, omitted } = refusal({ containers: [server(), ...sidecars], securityContext })
    expect(causes).toHaveLength(100)
    // One of the thousand has our image. The server, it and the init container would be root, for one and the same reason.
    expect(omitted).toBe(count - 1 + 1 - 100)
  })
})
