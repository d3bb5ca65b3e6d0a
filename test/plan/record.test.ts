import { describe, expect, test } from 'vitest'
import { planModelcar } from '../../src/index.js'
import { image, injected, linkModes, named, server, warningsOf, type Entry, type Spec } from '../kit/injected.js'

// The script's first line records what the config said. Where the record is as wanted, an image that was rewritten and an amount
// that was raised are somebody's decision; where it differs, the config has changed.

const mirror = 'mirror.example/cache/llama@sha256:' + '0'.repeat(64)
const resources = { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '1Gi' } }

describe.each(linkModes)('mode %s', (mode) => {
  const ours = (spec: Spec): Entry[] =>
    [...spec.containers, ...(spec.initContainers ?? [])].filter(({ name }) => name.startsWith('modelcar'))
  const sidecar = (spec: Spec): Entry => named(ours(spec), 'modelcar')

  /** Injects, changes our containers, and injects again. */
  const again = (change: (container: Entry) => void, first: object = {}, second: object = first): Spec => {
    const podSpec = injected(server(), { mode, ...first })
    ours(podSpec).forEach(change)
    return injected(podSpec, { mode, ...second })
  }

  describe('an image', () => {
    test.each([mirror, 'other.example/llama:2', 'llama'])('that was rewritten to %s stays', (rewritten) => {
      const made = again((container) => (container.image = rewritten))
      expect(ours(made).map((container) => container.image)).toEqual(ours(made).map(() => rewritten))
    })

    test.each(['', null, undefined])('that is %j is written', (rewritten) => {
      expect(sidecar(again((container) => (container.image = rewritten))).image).toBe(image)
    })

    test('that is the right one already is not written with the script', () => {
      const podSpec = injected(server(), { mode })
      for (const container of ours(podSpec)) container.command = ['sh', '-c', '# modelcar other:1']
      const { patch } = planModelcar(podSpec, { image, mode })
      expect(patch.map(({ op, path }) => [op, path.split('/').at(-1)])).toEqual(
        ours(podSpec).map(() => ['replace', 'command']),
      )
    })

    test('that was rewritten is written anew for another image', () => {
      const made = again((container) => (container.image = mirror), {}, { image: 'registry.example/team/llama:2' })
      expect(ours(made).map((container) => container.image)).toEqual(
        ours(made).map(() => 'registry.example/team/llama:2'),
      )
    })

    test('that was rewritten is written anew where the script is gone', () => {
      expect(
        sidecar(
          again((container) => {
            container.image = mirror
            container.command = null
          }),
        ).image,
      ).toBe(image)
      expect(
        sidecar(
          again((container) => {
            container.image = mirror
            container.args = ['x']
          }),
        ).image,
      ).toBe(image)
    })

    test('that was rewritten stays whatever else is configured anew: only the image of the record counts', () => {
      const other = { resources, imagePullPolicy: 'Always', securityContext: 'restricted', mountPath: '/srv/x/y' }
      expect(sidecar(again((container) => (container.image = mirror), {}, other)).image).toBe(mirror)
    })

    test('that was rewritten stays where only the lines behind the record were changed', () => {
      const made = again((container) => {
        container.image = mirror
        container.command = (container.command as string[]).map((word) => word.replace(/\n[^]*/, '\ntrue'))
      })
      expect(sidecar(made).image).toBe(mirror)
    })

    test('that was rewritten is written anew where the record cannot be read', () => {
      const made = again((container) => {
        container.image = mirror
        container.command = (container.command as string[]).map((word) => word.replace('\n', ' limits.cpu=\n'))
      })
      expect(sidecar(made).image).toBe(image)
    })

    test('beside empty args stays', () => {
      expect(
        sidecar(
          again((container) => {
            container.image = mirror
            container.args = []
          }),
        ).image,
      ).toBe(mirror)
    })
  })

  describe('resources of the config', () => {
    const amounts = (made: Spec): unknown => sidecar(made).resources

    test.each<[string, object, object]>([
      [
        'raised: they stay',
        { limits: { cpu: '2', memory: '2Gi' }, requests: { cpu: '200m', memory: '2Gi' } },
        { limits: { cpu: '2', memory: '2Gi' }, requests: { cpu: '200m', memory: '2Gi' } },
      ],
      [
        'lowered: they are restored',
        { limits: { cpu: '1m', memory: '1Mi' }, requests: { cpu: '1m', memory: '1Mi' } },
        resources,
      ],
      [
        'some raised, some lowered',
        { limits: { cpu: '2', memory: '1Mi' }, requests: { cpu: '1m', memory: '1Mi' } },
        { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '100m', memory: '1Gi' } },
      ],
      ['gone: they are restored', {}, resources],
      [
        'in other words: they stay',
        { limits: { cpu: '1000m', memory: '1024Mi' }, requests: { cpu: 0.1, memory: '1Gi' } },
        { limits: { cpu: '1000m', memory: '1024Mi' }, requests: { cpu: 0.1, memory: '1Gi' } },
      ],
      [
        'more names: they stay',
        { ...resources, limits: { ...resources.limits, 'ephemeral-storage': '1Gi' } },
        { ...resources, limits: { ...resources.limits, 'ephemeral-storage': '1Gi' } },
      ],
    ])('%s', (_what, changed, expected) => {
      expect(amounts(again((container) => (container.resources = changed), { resources }))).toEqual(expected)
    })

    test('a restored request drags no limit that was raised', () => {
      const raised = { limits: { cpu: '4', memory: '4Gi' }, requests: { cpu: '1m', memory: '1Mi' } }
      expect(amounts(again((container) => (container.resources = raised), { resources }))).toEqual({
        limits: { cpu: '4', memory: '4Gi' },
        requests: resources.requests,
      })
    })

    test('a request that was raised above a limit that was lowered does not stay: both are restored', () => {
      const changed = { limits: { cpu: '500m', memory: '1Gi' }, requests: { cpu: '2', memory: '1Gi' } }
      expect(amounts(again((container) => (container.resources = changed), { resources }))).toEqual({
        limits: { cpu: '1', memory: '1Gi' },
        requests: { cpu: '100m', memory: '1Gi' },
      })
    })

    test('raised ones are written exactly where the config has others now', () => {
      const raised = { limits: { cpu: '8', memory: '8Gi' }, requests: { cpu: '8', memory: '8Gi' } }
      const other = { limits: { cpu: '2', memory: '2Gi' }, requests: { cpu: '200m', memory: '2Gi' } }
      expect(
        amounts(again((container) => (container.resources = raised), { resources }, { resources: other })),
      ).toEqual(other)
      expect(amounts(again((container) => (container.resources = raised), {}, { resources }))).toEqual(resources)
    })

    test('raised ones stay each by itself where the config has the same amount there, whatever else it has', () => {
      const raised = { limits: { cpu: '8', memory: '8Gi' }, requests: { cpu: '8', memory: '8Gi' } }
      const raise = (container: Entry) => (container.resources = raised)
      expect(amounts(again(raise, { resources }, { resources, image: 'x', imagePullPolicy: 'Never' }))).toEqual(raised)
      const other = { limits: { cpu: '1', memory: '2Gi' }, requests: { cpu: '100m', memory: '1Gi' } }
      // The request of 8Gi does not fit beside the limit that is written.
      expect(amounts(again(raise, { resources }, { resources: other }))).toEqual({
        limits: { cpu: '8', memory: '2Gi' },
        requests: { cpu: '8', memory: '1Gi' },
      })
    })

    test('that are a preference stay whatever they are', () => {
      const lowered = { limits: { cpu: '1m', memory: '1' }, requests: { cpu: '1m', memory: '1' } }
      expect(amounts(again((container) => (container.resources = lowered)))).toEqual(lowered)
    })

    test('are recorded in the script, so that they differ from none and from each other', () => {
      const scripts = [undefined, {}, resources, { limits: resources.limits }, { requests: resources.requests }].map(
        (amounts) => JSON.stringify(sidecar(injected(server(), { mode, resources: amounts })).command),
      )
      expect(new Set(scripts).size).toBe(5)
      expect(scripts[2]).toContain('limits.cpu=1 limits.memory=1Gi requests.cpu=100m requests.memory=1Gi')
    })
  })

  test('a damaged script is replaced whole', () => {
    for (const command of [
      ['sh', '-c'],
      ['sh', '-c', 'ln -s /proc/$$/root/models /x'],
      [],
      null,
      ['sh', '-c', '# modelcar x'],
    ])
      expect(again((container) => (container.command = command))).toEqual(injected(server(), { mode }))
  })
})

describe('a warning that an image stays', () => {
  const kept = (podSpec: Spec, config: object) =>
    warningsOf(podSpec, config)
      .filter(({ code }) => code === 'ImageKept')
      .map(({ field, message }) => `${field} ${message}`)
  const told = (field: string, actual: string, wanted = image) =>
    `${field} stays ${actual}: taken for a rewriting of the configured ${wanted}`

  test('of every container of ours', () => {
    const podSpec = injected(server(), { mode: 'sidecar' })
    expect(kept(podSpec, {})).toEqual([])
    podSpec.containers[1]!.image = mirror
    podSpec.initContainers![0]!.image = 'other:1'
    const expected = [told('spec.containers[1].image', mirror), told('spec.initContainers[0].image', 'other:1')]
    expect(kept(podSpec, {}).sort()).toEqual(expected)
    // Another image is configured, and is written.
    expect(kept(podSpec, { image: 'registry.example/team/llama:2' })).toEqual([])
  })

  test('of an image volume', () => {
    const podSpec = injected(server(), { mode: 'image-volume' })
    expect(kept(podSpec, { mode: 'image-volume' })).toEqual([])
    const volume = podSpec.volumes![0]!
    volume.image = { reference: 'mirror.example/team/llama:1' }
    expect(kept(podSpec, { mode: 'image-volume' })).toEqual([
      told('spec.volumes[0].image.reference', 'mirror.example/team/llama:1'),
    ])
    volume.image = { reference: 'mirror.example/team/llama:2' }
    expect(kept(podSpec, { mode: 'image-volume' })).toEqual([])
    volume.image = null
    expect(kept(podSpec, { mode: 'image-volume' })).toEqual([])
  })

  test('of the storage initializer, and not where the image is a preference', () => {
    const podSpec = injected(server(), { mode: 'fetch' })
    podSpec.initContainers![0]!.image = 'mirror.example/kserve/storage-initializer:1'
    expect(kept(podSpec, { mode: 'fetch' })).toEqual([])
    expect(kept(podSpec, { mode: 'fetch', fetch: { image: 'kserve/storage-initializer:1' } })).toEqual([
      told(
        'spec.initContainers[0].image',
        'mirror.example/kserve/storage-initializer:1',
        'kserve/storage-initializer:1',
      ),
    ])
  })

  test('not of the same image, written out', () => {
    const podSpec = injected(server(), { mode: 'image-volume', image: 'x' })
    podSpec.volumes![0]!.image = { reference: 'docker.io/library/x:latest' }
    expect(kept(podSpec, { mode: 'image-volume', image: 'x' })).toEqual([])
  })
})
