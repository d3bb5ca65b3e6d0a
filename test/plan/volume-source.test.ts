import { describe, expect, test } from 'vitest'
import { preferred } from '../../src/index.js'
import { expectFaults } from '../config/configs.js'
import { refusalOf } from '../kit/causes.js'
import {
  chained,
  expectConflicts,
  image,
  injected,
  linkModes,
  modes,
  named,
  server,
  warningsOf,
  type Spec,
} from '../kit/injected.js'

// The source of the volumes that a model is linked in or fetched to.

const nameIn = (mode: string): string => (mode === 'fetch' ? 'mnt-models' : 'kserve-provision-location')
const writing = ['sidecar', 'native-sidecar', 'fetch'] as const
const memory = { emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } }
const claimTemplate = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } } }
const ephemeral = { ephemeral: { volumeClaimTemplate: claimTemplate } }
const claim = { persistentVolumeClaim: { claimName: 'models' } }
const withVolume = (name: string, source: object, more: object = {}): Spec =>
  server({}, { volumes: [{ name, ...source }], ...more })

describe.each(writing)('mode %s', (mode) => {
  const name = nameIn(mode)
  const sourceOf = (spec: Spec): object => {
    const { name: _, ...source } = named(spec.volumes, name)
    return source
  }

  test('is that of a new volume', () => {
    expect(sourceOf(injected(server(), { mode, volumeSource: memory }))).toEqual(memory)
    expect(sourceOf(injected(server(), { mode }))).toEqual({ emptyDir: {} })
  })

  test.each([{}, { emptyDir: {} }, { emptyDir: null }, { emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } }])(
    'takes the place of an empty directory that nobody else mounts: %j',
    (source) => {
      expect(sourceOf(injected(withVolume(name, source), { mode, volumeSource: memory }))).toMatchObject(memory)
    },
  )

  test('a target that mounts it elsewhere keeps that mount', () => {
    const mount = { name, mountPath: '/x' }
    const podSpec = server({ volumeMounts: [mount] }, { volumes: [{ name, emptyDir: {} }] })
    const made = injected(podSpec, { mode, volumeSource: memory })
    expect(sourceOf(made)).toEqual(memory)
    expect(made.containers[0]!['volumeMounts']).toContainEqual(mount)
  })

  test('has what the config says, and may have more: what another adds stays', () => {
    const volumeSource = { emptyDir: { medium: 'Memory' } }
    const limited = { emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } }
    expect(sourceOf(injected(withVolume(name, limited), { mode, volumeSource }))).toEqual(limited)
    const same = { emptyDir: { medium: 'Memory', sizeLimit: '65536Ki' } }
    expect(sourceOf(injected(withVolume(name, same), { mode, volumeSource: memory }))).toEqual(same)
    expect(sourceOf(injected(withVolume(name, limited), { mode }))).toEqual(limited)
  })

  test.each([
    [[{ hostPath: { path: '/x' } }, { emptyDir: {} }], { hostPath: { path: '/x' } }],
    [
      [{ ephemeral: { volumeClaimTemplate: claimTemplate } }, {}],
      { ephemeral: { volumeClaimTemplate: claimTemplate } },
    ],
    [[{ emptyDir: {} }, { hostPath: { path: '/x' } }], memory],
  ])('is for the first volume of the name, as a second one goes: %j', (sources, kept) => {
    const podSpec = server({}, { volumes: sources.map((source) => ({ name, ...source })) })
    const config = { mode, volumeSource: memory }
    const made = injected(podSpec, config)
    expect(made.volumes).toEqual([{ name, ...kept }])
    expect(injected(made, config)).toEqual(made)
    const told = warningsOf(podSpec, config).flatMap(({ code, field }) => (code === 'VolumeKept' ? field : []))
    expect(told).toEqual(kept === memory ? [] : ['spec.volumes[0]'])
  })

  test('is applied to what an earlier config made', () => {
    const other = { emptyDir: { sizeLimit: '1Gi' } }
    expect(sourceOf(chained(server(), { mode, volumeSource: other }, { mode, volumeSource: memory }))).toEqual(memory)
  })

  test('of an earlier config stays where the config has none: the default is a preference', () => {
    expect(sourceOf(chained(server(), { mode, volumeSource: memory }, { mode }))).toEqual(memory)
    const half = { emptyDir: { medium: 'Memory' } }
    expect(sourceOf(chained(server(), { mode, volumeSource: memory }, { mode, volumeSource: half }))).toEqual(memory)
    expect(
      sourceOf(chained(server(), { mode, volumeSource: memory }, { mode, volumeSource: { emptyDir: {} } })),
    ).toEqual(memory)
  })

  test.each([{}, { emptyDir: {} }])('is not given to what others mount, which stays: %j', (source) => {
    const podSpec = withVolume(name, source)
    podSpec.containers.push({ name: 'other', volumeMounts: [{ name, mountPath: '/there' }] })
    expect(sourceOf(injected(podSpec, { mode, volumeSource: memory }))).toEqual(source)
  })

  test.each([claim, ephemeral, { hostPath: { path: '/x' } }])(
    'is not given to another that can be written to: %j',
    (source) => {
      expect(sourceOf(injected(withVolume(name, source), { mode, volumeSource: memory }))).toEqual(source)
    },
  )

  test.each([claim, ephemeral, { hostPath: { path: '/x' } }, { emptyDir: { sizeLimit: '1Gi' } }])(
    'is told where it is not given: %j stays',
    (source) => {
      const podSpec = withVolume(name, source)
      podSpec.containers.push({ name: 'other', volumeMounts: [{ name, mountPath: '/there' }] })
      podSpec.volumes!.unshift({ name: 'before', emptyDir: {} })
      const told = (volumeSource?: object) =>
        warningsOf(podSpec, { mode, ...(volumeSource && { volumeSource }) }).filter(({ code }) => code === 'VolumeKept')
      expect(told(memory)).toMatchObject([
        {
          field: 'spec.volumes[1]',
          message: expect.stringContaining(`of type ${Object.keys(source).join()} `) as unknown,
        },
      ])
      expect(told()).toEqual([])
      if ('emptyDir' in source) expect(told(source)).toEqual([])
    },
  )

  test('is told with what can be done about it', () => {
    expect(warningsOf(withVolume(name, claim), { mode, volumeSource: memory })).toContainEqual({
      code: 'VolumeKept',
      field: 'spec.volumes[0]',
      message: `is of type persistentVolumeClaim and stays as it is: the config's volumeSource is for an emptyDir that no other container mounts; remove or rename the volume, set another ${mode === 'fetch' ? 'mountPath' : 'names.volume'} in the config, or leave volumeSource out`,
    })
  })

  test('takes the place of what another mounts where the targets do, as a former target does', () => {
    const podSpec = withVolume(name, { emptyDir: { sizeLimit: '1Gi' } })
    podSpec.containers.push({
      name: 'other',
      volumeMounts: [{ name, mountPath: mode === 'fetch' ? '/mnt/models' : '/mnt' }],
    })
    const made = injected(podSpec, { mode, volumeSource: memory })
    expect(sourceOf(made)).toEqual(memory)
    expect(injected(made, { mode, volumeSource: memory })).toEqual(made)
  })

  test('is not told of where it is given', () => {
    for (const source of [{}, { emptyDir: {} }, memory, { secret: null }])
      expect(warningsOf(withVolume(name, source), { mode, volumeSource: memory })).toEqual([])
  })

  test('does not hide a conflict', () => {
    expectConflicts(withVolume(name, { secret: { secretName: 's' } }), { mode, volumeSource: memory }, [
      'VolumeSource',
      'spec.volumes[0]',
    ])
  })
})

describe('in mode fetch', () => {
  test.each([ephemeral, claim])('may be one that lasts: %j', (volumeSource) => {
    const made = injected(server(), { mode: 'fetch', volumeSource })
    expect(made.volumes).toEqual([{ name: 'mnt-models', ...volumeSource }])
    // As the API server gives a claim's template back.
    const stored = structuredClone(made)
    Object.assign(stored.volumes![0]!, {
      ephemeral: { volumeClaimTemplate: { metadata: {}, spec: { ...claimTemplate.spec, volumeMode: 'Filesystem' } } },
    })
    if (volumeSource === ephemeral) expect(injected(stored, { mode: 'fetch', volumeSource })).toEqual(stored)
  })

  test.each(modes)('goes with what it was for: to %s', (mode) => {
    const config = { mode, mountPath: '/opt/m/base' }
    for (const volumeSource of [ephemeral, claim]) {
      const made = chained(server(), { mode: 'fetch', volumeSource }, config)
      expect(made.volumes).toEqual(injected(server(), config).volumes)
    }
  })

  test('gives way to an image volume of its name', () => {
    const made = chained(server(), { mode: 'fetch', volumeSource: ephemeral }, { mode: 'image-volume' })
    expect(made.volumes).toEqual(injected(server(), { mode: 'image-volume' }).volumes)
  })
})

test('image-volume has no use for it', () => {
  expect(injected(server(), { mode: 'image-volume', volumeSource: ephemeral })).toEqual(
    injected(server(), { mode: 'image-volume' }),
  )
  const models = ['/mnt/a', '/mnt/b'].map((mountPath) => ({ image, mountPath }))
  expect(() => injected(server(), { mode: 'image-volume', models, volumeSource: claim })).not.toThrow()
})

describe('what it may not be', () => {
  test.each(linkModes)('in mode %s anything but an empty directory', (mode) => {
    for (const volumeSource of [ephemeral, claim])
      expectFaults({ image, mode, volumeSource }, [
        'InvalidValue',
        `volumeSource.${Object.keys(volumeSource).join()}`,
        `expected emptyDir in mode ${mode}`,
      ])
  })

  test('a claim for two models', () => {
    const models = ['/mnt/a', '/mnt/b'].map((mountPath) => ({ image, mountPath }))
    expectFaults({ mode: 'fetch', models, volumeSource: claim }, [
      'Exclusive',
      'volumeSource.persistentVolumeClaim',
      'expected one model beside a claim, which is one volume, found 2',
    ])
    expect(() => injected(server(), { mode: 'fetch', models, volumeSource: ephemeral })).not.toThrow()
  })

  test('a claim that stays is told only where it is another', () => {
    const told = (claimName: string) =>
      warningsOf(withVolume('mnt-models', claim), {
        mode: 'fetch',
        volumeSource: { persistentVolumeClaim: { claimName } },
      })
    expect(told('models')).toEqual([])
    expect(told('others')).toMatchObject([{ code: 'VolumeKept', field: 'spec.volumes[0]' }])
  })

  test.each<[unknown, 'Required' | 'Exclusive' | 'Unknown' | 'InvalidType' | 'InvalidValue', string]>([
    [7, 'InvalidType', 'volumeSource'],
    [{}, 'Required', 'volumeSource'],
    [{ emptyDir: {}, ...claim }, 'Exclusive', 'volumeSource'],
    [{ emptyDir: 1 }, 'InvalidType', 'volumeSource.emptyDir'],
    [{ emptyDir: { medium: 'HugePages' } }, 'InvalidValue', 'volumeSource.emptyDir.medium'],
    [{ emptyDir: { sizeLimit: '15MB' } }, 'InvalidValue', 'volumeSource.emptyDir.sizeLimit'],
    [{ emptyDir: { size: '1' } }, 'Unknown', 'volumeSource.emptyDir.size'],
    [{ persistentVolumeClaim: {} }, 'Required', 'volumeSource.persistentVolumeClaim.claimName'],
    [{ persistentVolumeClaim: { claimName: 'A' } }, 'InvalidValue', 'volumeSource.persistentVolumeClaim.claimName'],
    [
      { persistentVolumeClaim: { claimName: 'a', readOnly: true } },
      'InvalidValue',
      'volumeSource.persistentVolumeClaim.readOnly',
    ],
    [{ ephemeral: {} }, 'Required', 'volumeSource.ephemeral.volumeClaimTemplate.spec'],
    [
      { ephemeral: { volumeClaimTemplate: { spec: { ...claimTemplate.spec, accessModes: ['ReadOnlyMany'] } } } },
      'InvalidValue',
      'volumeSource.ephemeral.volumeClaimTemplate.spec.accessModes',
    ],
    [
      { ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'] } } } },
      'InvalidValue',
      'volumeSource.ephemeral.volumeClaimTemplate.spec.resources.requests.storage',
    ],
    [
      {
        ephemeral: {
          volumeClaimTemplate: {
            spec: { ...claimTemplate.spec, resources: { ...claimTemplate.spec.resources, claims: [{ name: 'a' }] } },
          },
        },
      },
      'Unknown',
      'volumeSource.ephemeral.volumeClaimTemplate.spec.resources.claims',
    ],
    [
      { ephemeral: { volumeClaimTemplate: { spec: { ...claimTemplate.spec, volumeMode: 'Block' } } } },
      'InvalidValue',
      'volumeSource.ephemeral.volumeClaimTemplate.spec.volumeMode',
    ],
  ])('%j', (volumeSource, code, field) => {
    expectFaults({ image, mode: 'fetch', volumeSource }, [code, field])
  })

  test.each([
    [
      { persistentVolumeClaim: { claimName: 5 } },
      'InvalidType',
      'persistentVolumeClaim.claimName',
      'expected a name, found 5',
    ],
    [
      { emptyDir: { sizeLimit: '0' } },
      'InvalidValue',
      'emptyDir.sizeLimit',
      'an amount of bytes such as "10Gi", found "0"',
    ],
    [{ emptyDir: { sizeLimit: '-1Gi' } }, 'InvalidValue', 'emptyDir.sizeLimit', 'found "-1Gi"'],
    [
      { ephemeral: { volumeClaimTemplate: { spec: { ...claimTemplate.spec, accessModes: 'ReadWriteOnce' } } } },
      'InvalidType',
      'ephemeral.volumeClaimTemplate.spec.accessModes',
      'expected a list',
    ],
  ] as const)('%j at its field', (volumeSource, code, field, message) => {
    const { causes } = refusalOf(() => injected(server(), { mode: 'fetch', volumeSource }))
    expect(causes[0]).toMatchObject({ code, field: `volumeSource.${field}` })
    expect(causes[0]?.message).toContain(message)
  })

  test('none, and several, in words', () => {
    const expected = 'expected one of emptyDir, ephemeral, persistentVolumeClaim'
    expectFaults({ image, volumeSource: {} }, ['Required', 'volumeSource', `${expected}, found none`])
    expectFaults({ image, mode: 'fetch', volumeSource: { emptyDir: {}, ...claim } }, [
      'Exclusive',
      'volumeSource',
      `${expected}, found emptyDir and persistentVolumeClaim`,
    ])
  })

  test('a claim without access modes, or with none that can be written', () => {
    const field = 'volumeSource.ephemeral.volumeClaimTemplate.spec.accessModes'
    const { accessModes: _, ...spec } = claimTemplate.spec
    for (const [given, found] of [
      [spec, 'nothing'],
      [{ ...spec, accessModes: ['ReadOnlyMany'] }, 'a list'],
    ] as const) {
      const { causes } = refusalOf(() =>
        injected(server(), { mode: 'fetch', volumeSource: { ephemeral: { volumeClaimTemplate: { spec: given } } } }),
      )
      expect(causes.filter((cause) => cause.field === field).map(({ message }) => message)).toContain(
        `expected one of ReadWriteOnce, ReadWriteOncePod, ReadWriteMany, found ${found}`,
      )
    }
  })

  test('a preference, and a template that no API server takes', () => {
    const { causes } = refusalOf(() =>
      injected(server(), {
        mode: 'fetch',
        volumeSource: {
          ephemeral: { volumeClaimTemplate: { spec: { ...claimTemplate.spec, storageClassName: preferred('fast') } } },
        },
      }),
    )
    expect(causes[0]?.message).toContain('a volume source is written as a whole')
    const mistyped = { spec: { ...claimTemplate.spec, storageClassName: 5 } }
    expectFaults({ image, mode: 'fetch', volumeSource: { ephemeral: { volumeClaimTemplate: mistyped } } }, [
      'InvalidType',
      'volumeSource.ephemeral.volumeClaimTemplate.spec.storageClassName',
    ])
  })

  test('but it may say what holds anyway', () => {
    for (const volumeSource of [
      { emptyDir: { medium: '' } },
      { persistentVolumeClaim: { claimName: 'a', readOnly: false } },
      { ephemeral: { volumeClaimTemplate: { spec: { ...claimTemplate.spec, volumeMode: 'Filesystem' } } } },
      { ephemeral: { volumeClaimTemplate: { spec: { ...claimTemplate.spec, volumeAttributesClassName: '' } } } },
      {
        ephemeral: {
          volumeClaimTemplate: { spec: { ...claimTemplate.spec, accessModes: ['ReadOnlyMany', 'ReadWriteMany'] } },
        },
      },
    ]) {
      expect(named(injected(server(), { mode: 'fetch', volumeSource }).volumes, 'mnt-models')).toEqual({
        name: 'mnt-models',
        ...volumeSource,
      })
    }
  })

  test('unknown sources', () => {
    expectFaults(
      { image, mode: 'fetch', volumeSource: { hostPath: {} } },
      ['Unknown', 'volumeSource.hostPath'],
      ['Required', 'volumeSource'],
    )
  })
})
