import { describe, expect, test } from 'vitest'
import { chained, expectConflicts, injected, modes, named, server, warningsOf, type Spec } from '../kit/injected.js'

// Whose is the mount of an image volume that is named after its path?

const volume = (name = 'mnt-models') => ({ name, image: { reference: 'r.example/other:1' } })
const mounted = (mount: object, more: object = {}): Spec =>
  server(
    { volumeMounts: [{ name: 'mnt-models', mountPath: '/mnt/models', ...mount }] },
    { volumes: [volume()], ...more },
  )

describe.each(modes)('mode %s', (mode) => {
  test.each([{}, { subPath: 'weights' }, { subPath: 'models' }])(
    'at the path of a model: ours, whatever it shows: %j',
    (mount) => {
      const made = injected(mounted(mount), { mode })
      expect(JSON.stringify(made)).not.toContain('r.example/other:1')
    },
  )

  test('not where another container mounts the volume too', () => {
    const other = { name: 'other', image: 'x:1', volumeMounts: [{ name: 'mnt-models', mountPath: '/there' }] }
    const podSpec = mounted({ subPath: 'weights' })
    podSpec.containers.push(other)
    expectConflicts(
      podSpec,
      { mode },
      mode === 'fetch' || mode === 'image-volume'
        ? ['VolumeSource', 'spec.volumes[0]']
        : ['ModelPathTaken', 'spec.containers[0].volumeMounts[0].mountPath'],
    )
  })

  test('where only a container that goes mounts the volume too', () => {
    const volumeMounts = [{ name: 'mnt-models', mountPath: '/there' }]
    const script = { command: ['sh', '-c', 'ln -s /proc/$$/root/models /mnt'] }
    const initContainers = [
      { name: 'modelcar-init-1', ...script, volumeMounts },
      ...(mode === 'fetch' ? [] : [{ name: 'storage-initializer', args: ['oci://x', '/x'], volumeMounts }]),
    ]
    const list = mode === 'native-sidecar' ? 'initContainers' : 'containers'
    const podSpec = mounted({ subPath: 'weights' }, { initContainers })
    const sidecar = { name: 'modelcar', ...script }
    podSpec[list] = [...(podSpec[list] ?? []), sidecar, { ...sidecar, volumeMounts }]
    expect(JSON.stringify(injected(podSpec, { mode }))).not.toContain('r.example/other:1')
  })

  test('where the other mount of the volume gives way', () => {
    const [list, name] =
      mode === 'sidecar'
        ? ['containers', 'modelcar']
        : ['initContainers', mode === 'fetch' ? 'storage-initializer' : 'modelcar']
    const ours = { name, volumeMounts: [{ name: 'mnt-models', mountPath: mode === 'fetch' ? '/mnt/models' : '/mnt' }] }
    const fetching = {
      name: 'storage-initializer',
      args: ['s3://a', '/a', 'oci://x', '/x'],
      volumeMounts: [{ name: 'mnt-models', mountPath: '/x' }],
    }
    for (const container of [...(mode === 'image-volume' ? [] : [ours]), ...(mode === 'fetch' ? [] : [fetching])]) {
      const podSpec = mounted({ subPath: 'weights' })
      const into = container === ours ? list : 'initContainers'
      podSpec[into] = [...((podSpec[into] as object[] | undefined) ?? []), container]
      expect(JSON.stringify(injected(podSpec, { mode }))).not.toContain('r.example/other:1')
      // The volume goes in the same call, too.
      const moved = { ...podSpec, containers: podSpec.containers.map((each) => ({ ...each })) }
      moved.containers[0]!.name = 'former'
      moved.containers[0]!['volumeMounts'] = [
        { name: 'mnt-models', mountPath: '/mnt/models', subPath: 'models', readOnly: true },
      ]
      moved.containers.push({ name: 'kserve-container' })
      const config = { mode, mountPath: mode === 'fetch' ? '/mnt/models' : '/mnt/others' }
      if (mode !== 'fetch') expect(JSON.stringify(injected(moved, config))).not.toContain('r.example/other:1')
    }
  })

  test('elsewhere only with subPath models and read-only', () => {
    const elsewhere = (mount: object): Spec =>
      server(
        { volumeMounts: [{ name: 'mnt-lora', mountPath: '/mnt/lora', ...mount }] },
        { volumes: [volume('mnt-lora')] },
      )
    const config = { mode, mountPath: '/opt/m/base' }
    const isKept = (mount: object): boolean => JSON.stringify(injected(elsewhere(mount), config)).includes('mnt-lora')
    expect(isKept({ subPath: 'models', readOnly: true })).toBe(false)
    expect(isKept({ subPath: 'models' })).toBe(true)
    expect(isKept({ readOnly: true })).toBe(true)
    expect(isKept({ subPath: 'weights', readOnly: true })).toBe(true)
    expect(
      warningsOf(elsewhere({ subPath: 'models', readOnly: true }), config).map(({ code, field }) => `${code} ${field}`),
    ).toContain('LeftoverRemoved spec.containers[0].volumeMounts[0]')
    expect(warningsOf(elsewhere({ subPath: 'models' }), config).map(({ code }) => code)).not.toContain(
      'LeftoverRemoved',
    )
  })

  test('another sourcePath before leaves nothing', () => {
    const before = { mode: 'image-volume', sourcePath: '/weights' }
    const fresh = injected(server(), { mode })
    const made = chained(server(), before, { mode })
    expect(made.volumes).toEqual(fresh.volumes)
    expect(made.containers[0]!.volumeMounts).toEqual(fresh.containers[0]!.volumeMounts)
  })
})

test('each removal is told, that in a container which is no target too', () => {
  const podSpec = mounted({ subPath: 'models', readOnly: true })
  podSpec.containers.push({
    name: 'former',
    image: 'x',
    volumeMounts: structuredClone(podSpec.containers[0]!.volumeMounts),
  })
  expect(warningsOf(podSpec).map(({ code, field }) => `${code} ${field}`)).toEqual([
    'LeftoverRemoved spec.containers[0].volumeMounts[0]',
    'LeftoverRemoved spec.containers[1].volumeMounts[0]',
  ])
})

test('what is removed of another list at the same index is no mount', () => {
  const link = ['sh', '-c', 'ln -sf /proc/$$$$/root/models /mnt/models && sleep infinity']
  const podSpec = server(
    {
      env: [{ name: 'MODEL_INIT_MODE', value: 'async' }],
      volumeMounts: [{ name: 'mnt-lora', mountPath: '/mnt/lora', subPath: 'weights' }],
    },
    { volumes: [volume('mnt-lora')] },
  )
  podSpec.containers.push({ name: 'modelcar', image: 'other:1', args: link })
  const config = { mode: 'image-volume' }
  expect(named(injected(podSpec, config).containers, 'kserve-container')).toMatchObject({ env: [] })
  expect(warningsOf(podSpec, config).map(({ code }) => code)).not.toContain('LeftoverRemoved')
})

describe('an image volume that shows something else', () => {
  const other = (fields: object = {}) => ({
    name: 'other',
    image: 'x:1',
    volumeMounts: [{ name: 'mnt-models', mountPath: '/there' }],
    ...fields,
  })

  test('is told with what is wanted and found, and who mounts it', () => {
    const podSpec = mounted({ subPath: 'models', readOnly: true })
    podSpec.containers.push(other())
    expectConflicts(podSpec, { mode: 'image-volume' }, [
      'VolumeSource',
      'spec.volumes[0]',
      'expected mnt-models to show registry.example/team/llama:1, found r.example/other:1, which other mounts as well; remove that mount, or set another mountPath in the config',
    ])
  })

  test('is told where the other mounts it at no path', () => {
    const podSpec = mounted({ subPath: 'models', readOnly: true })
    podSpec.containers.push(other({ volumeMounts: [{ name: 'mnt-models' }] }))
    expectConflicts(podSpec, { mode: 'image-volume' }, [
      'VolumeSource',
      'spec.volumes[0]',
      'which other mounts as well',
    ])
  })

  test('is in nobody’s way where only a target mounts it elsewhere too', () => {
    const podSpec = mounted({ subPath: 'models', readOnly: true })
    const { volumeMounts } = podSpec.containers[0]!
    ;(volumeMounts as object[]).push({ name: 'mnt-models', mountPath: '/there' })
    expect(JSON.stringify(injected(podSpec, { mode: 'image-volume' }))).not.toContain('r.example/other:1')
  })

  test('is written where it shows nothing yet', () => {
    const podSpec = mounted(
      { subPath: 'models', readOnly: true },
      {
        volumes: [{ name: 'mnt-models', image: { reference: '' } }],
      },
    )
    podSpec.containers.push(other())
    expect(injected(podSpec, { mode: 'image-volume' }).volumes).toMatchObject([
      { name: 'mnt-models', image: { reference: 'registry.example/team/llama:1' } },
    ])
  })
})
