import { expect, test } from 'vitest'
import { expectConflicts, image, injected, linkModes, modes, otherModes, server, type Spec } from '../kit/injected.js'

/*
 * What a message says to do in the config lets the pod through.
 */

test.each([
  ...linkModes.map(
    (mode) => [mode, 'kserve-provision-location', 'names.volume', { names: { volume: 'mine' } }] as const,
  ),
  ...otherModes.map((mode) => [mode, 'mnt-models', 'mountPath', { mountPath: '/mnt/other' }] as const),
])('VolumeSource and VolumeIsDevice, mode %s', (mode, name, key, changed) => {
  const taken = server({}, { volumes: [{ name, secret: { secretName: 's' } }] })
  const advice = `rename it, or set another ${key} in the config`
  expectConflicts(taken, { mode }, ['VolumeSource', 'spec.volumes[0]', advice])
  expect(() => injected(taken, { mode, ...changed })).not.toThrow()

  const device = server({ volumeDevices: [{ name, devicePath: '/dev/x' }] })
  expectConflicts(device, { mode }, ['VolumeIsDevice', 'spec.containers[0].volumeDevices[0].name', advice])
  expect(() => injected(device, { mode, ...changed })).not.toThrow()
})

test.each(otherModes)('VolumeSource of one of several models, mode %s', (mode) => {
  const models = ['/mnt/a', '/mnt/b'].map((mountPath) => ({ image, mountPath }))
  for (const name of ['mnt-a', 'mnt-b'])
    expectConflicts(
      server({}, { volumes: [{ name, secret: { secretName: 's' } }] }),
      { mode, image: undefined, models },
      ['VolumeSource', 'spec.volumes[0]', 'rename it, or set another mountPath in the config'],
    )
})

test('VolumeSource of a name that no config changes: the volume has to be renamed', () => {
  const fetch = { pullSecret: 's', caBundle: { configMap: 'c' } }
  for (const name of ['kserve-oci-fetch-docker-config', 'cabundle-cert'])
    expectConflicts(server({}, { volumes: [{ name, emptyDir: {} }] }), { mode: 'fetch', fetch }, [
      'VolumeSource',
      'spec.volumes[0]',
      /; rename it$/,
    ])
})

test('ContainerNameTaken', () => {
  const having = (name: string): Spec => {
    const podSpec = server()
    return { ...podSpec, containers: [...podSpec.containers, { name, image: 'x:1', command: ['serve'] }] }
  }
  const advice = 'rename it, or choose other names in the config'
  expectConflicts(having('modelcar'), {}, ['ContainerNameTaken', 'spec.containers[1].name', advice])
  expect(() => injected(having('modelcar'), { names: { sidecar: 'mine' } })).not.toThrow()

  const initializer = having('storage-initializer')
  const instead = 'rename it, or use another mode'
  expectConflicts(initializer, { mode: 'fetch' }, ['ContainerNameTaken', 'spec.containers[1].name', instead])
  for (const mode of modes) if (mode !== 'fetch') expect(() => injected(initializer, { mode })).not.toThrow()
})

test('TargetReserved', () => {
  const podSpec = { containers: [{ name: 'modelcar-1' }] }
  const config = { targets: ['modelcar-1'] }
  const advice = 'rename it, or choose other names in the config'
  expectConflicts(podSpec, config, ['TargetReserved', 'spec.containers[0].name', advice])
  expect(() => injected(podSpec, { ...config, names: { sidecar: 'mine' } })).not.toThrow()

  const initializer = { containers: [], initContainers: [{ name: 'storage-initializer', restartPolicy: 'Always' }] }
  for (const mode of modes)
    expectConflicts(initializer, { mode, targets: ['storage-initializer'] }, [
      'TargetReserved',
      'spec.initContainers[0].name',
      /; rename it$/,
    ])
})

test('RootUser of a server that is root', () => {
  const podSpec = server({ securityContext: { runAsUser: 0 } })
  expectConflicts(podSpec, { securityContext: 'restricted' }, [
    'RootUser',
    'spec.containers[0].securityContext.runAsUser',
    "the server is root: drop runAsNonRoot ('restricted' sets it), or use mode image-volume or fetch",
  ])
  expect(() => injected(podSpec)).not.toThrow()
  for (const mode of otherModes) expect(() => injected(podSpec, { mode, securityContext: 'restricted' })).not.toThrow()
})

test('RootUser of a storage initializer, to which the server’s user is nothing', () => {
  const podSpec = server({}, { securityContext: { runAsUser: 0 } })
  const mode = 'fetch'
  expectConflicts(podSpec, { mode, securityContext: 'restricted' }, [
    'RootUser',
    'spec.securityContext.runAsUser',
    'set securityContext.runAsUser in the config, or drop runAsNonRoot',
  ])
  expect(() => injected(podSpec, { mode, securityContext: { runAsNonRoot: true, runAsUser: 1000 } })).not.toThrow()
})
