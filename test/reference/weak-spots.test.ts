import { spawnSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { injectModelcar, type ModelcarConfig } from '../../src/index.js'
import { admissionErrors } from '../oracle/admission.js'
import { KSERVE_NAMES, type Injection } from '../oracle/injection.js'
import { restrictedViolations } from '../../src/testing/api-server/validation/pod-security.js'
import { podStartErrors } from '../oracle/start.js'
import { attempt } from './attempt.js'
import { recordedCase } from './recorded-cases.js'
import {
  IMAGE,
  initOf,
  named,
  plain,
  refusal,
  refused,
  settle,
  settled,
  sidecarOf,
  targetOf,
  warningsOf,
  sideBySide,
  type Container,
  type PodSpec,
} from './side-by-side.js'

// KServe's weak spots in the mode that links, one test for each situation: what its code makes of the recorded pod, and what we do.

const injectionAt = (mountPaths: readonly string[], targets: readonly string[]): Injection => ({
  mode: 'sidecar',
  targets,
  mountPaths,
  images: mountPaths.map(() => IMAGE),
  names: KSERVE_NAMES,
})
const server = (extra: object = {}): PodSpec => ({
  containers: [{ name: 'kserve-container', image: 'server:1', ...extra }],
})

describe('partial state', () => {
  test('sidecar present, init missing: the init container comes back', () => {
    const name = 'weak: sidecar there, init container missing'
    expect(sideBySide(name).theirs.initContainers).toBeUndefined()
    expect(initOf(settled(name)).image).toBe(IMAGE)
  })

  test('init present, sidecar missing: the sidecar comes back, and the init container does not come twice', () => {
    const name = 'weak: init container there, sidecar missing'
    expect(admissionErrors(sideBySide(name).theirs).map(({ message }) => message)).toContain(
      'Duplicate value: "modelcar-init"',
    )
    const made = settled(name)
    expect(sidecarOf(made).image).toBe(IMAGE)
    initOf(made)
  })

  test('mount missing on the sidecar, or another command there: the sidecar is repaired', () => {
    for (const name of ['weak: mount on the sidecar missing', 'weak: sidecar with another command']) {
      expect(
        podStartErrors(sideBySide(name).theirs, sideBySide(name).injection).length + Number(name.includes('command')),
      ).toBeGreaterThan(0)
      const made = settled(name)
      expect(sidecarOf(made).command?.[2]).toContain('cd -P /models && ln -sfn /proc/$$$$/root')
      expect(sidecarOf(made).volumeMounts).toEqual([{ name: 'kserve-provision-location', mountPath: '/mnt' }])
    }
  })

  test.each([
    'weak: volume, mount and env there, sidecar and init missing',
    'weak: volume missing',
    'weak: mount on the target missing',
    'weak: mount of our volume without the volume',
    'weak: shareProcessNamespace missing',
    'weak: env missing',
    'weak: env there with the right value',
  ])('%s: completed', (name) => {
    const made = settled(name)
    expect(targetOf(made).env).toContainEqual({ name: 'MODEL_INIT_MODE', value: 'async' })
  })
})

describe('a changed config', () => {
  test('image changed: sidecar and init container get the new one', () => {
    const name = 'weak: image changed'
    const { theirs, config } = sideBySide(name)
    const image = plain(config.image)
    expect(sidecarOf(theirs).image).not.toBe(image)
    const made = settled(name)
    expect(sidecarOf(made).image).toBe(image)
    expect(initOf(made).image).toBe(image)
  })

  test('uid changed, or added: target and sidecar stay equal', () => {
    for (const name of ['weak: uid changed', 'weak: uid added']) {
      const { theirs, config } = sideBySide(name)
      expect(config.runAsUser).toBeTypeOf('number')
      expect(sidecarOf(theirs).securityContext?.runAsUser).not.toBe(targetOf(theirs).securityContext?.runAsUser)
      const made = settled(name)
      expect(sidecarOf(made).securityContext?.runAsUser).toBe(config.runAsUser)
      expect(targetOf(made).securityContext?.runAsUser).toBe(config.runAsUser)
    }
  })

  test('cpu and memory changed: sidecar and init container get the new ones', () => {
    const name = 'weak: resources changed'
    const { theirs, config } = sideBySide(name)
    expect(sidecarOf(theirs).resources).not.toEqual(config.resources)
    const made = settled(name)
    expect(sidecarOf(made).resources).toEqual(config.resources)
    expect(initOf(made).resources).toEqual(config.resources)
  })

  test('uidModelcar removed: the UIDs stay, since they may be the user’s wish, and agree', () => {
    const name = 'weak: uid removed'
    const made = settled(name)
    expect(targetOf(made).securityContext?.runAsUser).toBe(7)
    expect(sidecarOf(made).securityContext?.runAsUser).toBe(7)
  })

  test('models in another order: every link and image follows', () => {
    const name = 'storageUris, the other order on a made pod'
    const { theirs, input, config } = sideBySide(name)
    expect(theirs).toEqual(input)
    const made = settled(name)
    const [first, second] = config.models!
    expect(sidecarOf(made).image).toBe(plain(first!.image))
    expect(sidecarOf(made).command?.[2]).toContain(first!.mountPath)
    expect(sidecarOf(made, 'modelcar-1').image).toBe(plain(second!.image))
    expect(sidecarOf(made, 'modelcar-1').command?.[2]).toContain(second!.mountPath)
  })

  test('one model fewer: what the longer list left is gone', () => {
    const name = 'storageUris, one source fewer on a made pod'
    const { theirs, input } = sideBySide(name)
    expect(theirs).toEqual(input)
    const made = settled(name)
    const names = [...made.containers, ...(made.initContainers ?? []), ...(made.volumes ?? [])].map(
      (entry) => entry.name,
    )
    expect(names.filter((entry) => entry.endsWith('-1'))).toEqual([])
    expect(targetOf(made).volumeMounts).toHaveLength(1)
  })

  test('one model more: it is added', () => {
    const name = 'storageUris, one source more on a made pod'
    const made = settled(name)
    expect(sideBySide(name).config.models).toHaveLength(3)
    sidecarOf(made, 'modelcar-2')
  })
})

describe('volumes and mounts that are there', () => {
  test.each([
    ['a PVC', 'weak: our volume is a PVC'],
    ['a hostPath', 'weak: our volume is a hostPath'],
    ['an emptyDir in memory', 'weak: our volume is a memory emptyDir'],
  ])('volume of our name that is %s: it can be written to, so it stays', (_kind, name) => {
    const { input } = sideBySide(name)
    expect(settled(name).volumes?.[0]).toBe(input.volumes?.[0])
  })

  test.each(['configMap', 'secret', 'image'])(
    'volume of our name that is a %s: refused, nothing can be linked there',
    (kind) => {
      const name = `weak: our volume is a ${kind}`
      expect(sideBySide(name).theirs.volumes?.[0]).toHaveProperty(kind)
      expect(refused(name)).toEqual(['VolumeSource spec.volumes[0]'])
    },
  )

  test('volume of our name that is a read-only PVC: refused', () => {
    const volumes = [{ name: 'kserve-provision-location', persistentVolumeClaim: { claimName: 'c', readOnly: true } }]
    expect(refusal({ ...server(), volumes }, { image: IMAGE })).toEqual(['VolumeSource spec.volumes[0]'])
  })

  test('other volume at /mnt on the target: refused, where KServe’s pod is refused later', () => {
    const name = 'weak: other volume at /mnt'
    expect(admissionErrors(sideBySide(name).theirs)[0]?.message).toBe('Invalid value: "/mnt": must be unique')
    expect(refused(name)).toEqual(['MountPathTaken spec.containers[0].volumeMounts[0].mountPath'])
  })

  test('other volume at /mnt/ on the target: refused, where KServe’s pod is accepted and one mount hides the other', () => {
    const name = 'weak: other volume at /mnt/'
    expect(admissionErrors(sideBySide(name).theirs)).toEqual([])
    expect(podStartErrors(sideBySide(name).theirs, sideBySide(name).injection)).not.toEqual([])
    expect(refused(name)).toEqual(['MountPathTaken spec.containers[0].volumeMounts[0].mountPath'])
  })

  test.each(['/mnt/models', '/mnt/models/', '/mnt/models/cache', '/'])(
    'other volume at %s: refused, where KServe’s target does not see the model',
    (path) => {
      const name = `weak: other volume at ${path}`
      expect(admissionErrors(sideBySide(name).theirs)).toEqual([])
      if (path !== '/') expect(podStartErrors(sideBySide(name).theirs, sideBySide(name).injection)).not.toEqual([])
      expect(refused(name)).toEqual(['ModelPathTaken spec.containers[0].volumeMounts[0].mountPath'])
    },
  )

  test('LocalModel’s PVC at /mnt/models beside an OCI source: refused', () => {
    const mount = { name: 'pvc', mountPath: '/mnt/models', readOnly: true }
    const input = {
      ...server({ volumeMounts: [mount] }),
      volumes: [{ name: 'pvc', persistentVolumeClaim: { claimName: 'm' } }],
    }
    expect(refusal(input, { image: IMAGE })).toEqual(['ModelPathTaken spec.containers[0].volumeMounts[0].mountPath'])
  })

  test('our volume mounted elsewhere on the target: it gets its mount at /mnt, and the other stays', () => {
    const name = 'weak: our volume mounted elsewhere'
    expect(podStartErrors(sideBySide(name).theirs, sideBySide(name).injection)).not.toEqual([])
    const paths = targetOf(settled(name)).volumeMounts?.map(({ mountPath }) => mountPath)
    expect(paths).toEqual(['/elsewhere', '/mnt'])
  })

  test.each(['mounted read-only', 'mounted with a subPath', 'mounted with a slash'])(
    'our volume %s: repaired',
    (how) => {
      const made = settled(`weak: our volume ${how}`)
      expect(targetOf(made).volumeMounts).toHaveLength(1)
      expect(targetOf(made).volumeMounts?.[0]).not.toHaveProperty('subPath')
      expect(targetOf(made).volumeMounts?.[0]).not.toHaveProperty('readOnly', true)
    },
  )

  test('our volume mounted twice at one path: once is left', () => {
    const name = 'weak: our volume mounted twice'
    expect(admissionErrors(sideBySide(name).theirs)).not.toEqual([])
    expect(targetOf(settled(name)).volumeMounts).toHaveLength(1)
  })
})

describe('the target’s env', () => {
  test('MODEL_INIT_MODE with valueFrom: the value replaces it', () => {
    const name = 'weak: env with valueFrom'
    expect(admissionErrors(sideBySide(name).theirs)[0]?.message).toContain(
      'may not be specified when `value` is not empty',
    )
    expect(targetOf(settled(name)).env).toEqual([{ name: 'MODEL_INIT_MODE', value: 'async' }])
  })

  test('MODEL_INIT_MODE twice: once is left', () => {
    const name = 'weak: env twice'
    const own = ({ env = [] }: Container): readonly unknown[] => env.filter((entry) => entry.name === 'MODEL_INIT_MODE')
    expect(own(targetOf(sideBySide(name).theirs))).toHaveLength(2)
    expect(own(targetOf(settled(name)))).toEqual([{ name: 'MODEL_INIT_MODE', value: 'async' }])
  })
})

describe('names that are taken', () => {
  const foreign = { command: ['serve', '--port=1'] }

  test('foreign container named modelcar: refused, where KServe starts the pod without a model', () => {
    const input = { containers: [...server().containers, { name: 'modelcar', image: 'tool:1', ...foreign }] }
    expect(refusal(input, { image: IMAGE })).toEqual(['ContainerNameTaken spec.containers[1].name'])
  })

  test('container named modelcar with nothing to run but its image: taken for ours, and completed', () => {
    const name = 'weak: foreign container modelcar'
    expect(sidecarOf(sideBySide(name).theirs).image).toBe('registry.example.com/tools/thing:1')
    expect(sidecarOf(settled(name)).image).toBe(IMAGE)
  })

  test('foreign init container named modelcar-init: refused', () => {
    const input = { ...server(), initContainers: [{ name: 'modelcar-init', image: 'tool:1', ...foreign }] }
    expect(refusal(input, { image: IMAGE })).toEqual(['ContainerNameTaken spec.initContainers[0].name'])
  })

  test('sidecar moved to initContainers: the one with a script moves back', () => {
    const fresh: PodSpec = injectModelcar(server(), { image: IMAGE })
    const moved = {
      ...fresh,
      containers: fresh.containers.filter(({ name }) => name !== 'modelcar'),
      initContainers: [...(fresh.initContainers ?? []), { ...sidecarOf(fresh), restartPolicy: 'Always' }],
    }
    expect(admissionErrors(moved)).toEqual([])
    const made = settle(moved, { image: IMAGE }, injectionAt(['/mnt/models'], ['kserve-container']))
    expect(made.initContainers?.map(({ name }) => name)).toEqual(['modelcar-init'])
    sidecarOf(made)
  })

  test.each(['weak: sidecar as a native sidecar', 'weak: container modelcar-init among the containers'])(
    '%s, without a script: nobody can tell whose it is, so it is refused',
    (name) => {
      expect(admissionErrors(sideBySide(name).theirs)).not.toEqual([])
      expect(refused(name)).toEqual([
        expect.stringMatching(/^ContainerNameTaken spec\.(initContainers|containers)\[\d\]\.name$/),
      ])
    },
  )

  test('duplicates already there (0.12.0’s output): healed', () => {
    for (const times of ['once', 'twice', 'three times']) {
      const name = `3506: what v0.12.0 made of it, ${times}`
      expect(admissionErrors(sideBySide(name).theirs).length > 0).toBe(times !== 'once')
      settled(name)
    }
  })
})

describe('the pod as a whole', () => {
  test('shareProcessNamespace false: overwritten, with a warning', () => {
    const name = 'weak: shareProcessNamespace false'
    expect(settled(name).shareProcessNamespace).toBe(true)
    const { input, config } = sideBySide(name)
    expect(warningsOf(input, config)).toContain('ProcessNamespaceOverwritten spec.shareProcessNamespace')
  })

  test('hostPID: refused, where KServe’s pod is refused later', () => {
    const name = 'weak: hostPID'
    expect(admissionErrors(sideBySide(name).theirs)).not.toEqual([])
    expect(refused(name)).toEqual(['HostPID spec.hostPID'])
  })

  test.each(['weak: runAsNonRoot on the pod, uid 0', 'weak: runAsNonRoot on the target, uid 0'])(
    '%s: refused, where KServe’s pod cannot start',
    (name) => {
      expect(podStartErrors(sideBySide(name).theirs, sideBySide(name).injection)).not.toEqual([])
      const causes = refused(name)
      expect(causes.length).toBeGreaterThan(0)
      expect(causes.filter((cause) => !cause.startsWith('RootUser '))).toEqual([])
    },
  )

  test('Pod Security "restricted": securityContext: restricted passes, on the init container too', () => {
    const name = 'weak: PodSecurity restricted'
    const { theirs, input, config, injection } = sideBySide(name)
    expect(restrictedViolations(input)).toEqual([])
    expect(restrictedViolations(theirs)).not.toEqual([])
    const made = settle(input, { ...config, securityContext: 'restricted' }, injection)
    expect(restrictedViolations(made)).toEqual([])
  })

  test('Windows pod: refused', () => {
    expect(refused('weak: Windows pod')).toEqual(['Windows spec.os.name'])
  })

  test('a pod that should complete: refused, since a sidecar never ends', () => {
    for (const restartPolicy of ['Never', 'OnFailure']) {
      expect(refusal({ ...server(), restartPolicy } as PodSpec, { image: IMAGE })).toEqual([
        'NeverCompletes spec.restartPolicy',
      ])
    }
  })
})

describe('paths', () => {
  test('/mnt/models and /mnt/models/adapter: refused, where KServe nests one model’s volume in the other', () => {
    const name = 'storageUris, model and adapter below it, modelcar'
    expect(podStartErrors(sideBySide(name).theirs, sideBySide(name).injection)).not.toEqual([])
    expect(refused(name)).toEqual(['Duplicate models[1].mountPath'])
  })

  test('siblings below one directory share its volume, where KServe refuses them or mounts twice at one path', () => {
    expect(recordedCase('storageUris, siblings, modelcar').results.head?.[0]).toHaveProperty('error')
    expect(admissionErrors(sideBySide('test: two sources, siblings').theirs)).not.toEqual([])
    for (const name of [
      'storageUris, siblings, modelcar',
      'test: two sources, siblings',
      'test: three sources, siblings',
    ]) {
      const made = settled(name)
      expect(made.volumes?.map((volume) => volume.name)).toEqual(['kserve-provision-location'])
      expect(targetOf(made).volumeMounts).toHaveLength(1)
    }
  })

  test('trailing slash: /mnt/models/ is /mnt/models, where KServe mounts over the model’s own path', () => {
    const name = "path '/mnt/models/', modelcar"
    expect(targetOf(sideBySide(name).theirs).volumeMounts?.[0]?.mountPath).toBe('/mnt/models')
    expect(settled(name)).toEqual(settled("path '/mnt//models', modelcar"))
    expect(targetOf(settled(name)).volumeMounts?.[0]?.mountPath).toBe('/mnt')
  })

  test('/models: refused, where KServe mounts an empty directory over the whole root', () => {
    const name = "path '/models', modelcar"
    expect(targetOf(sideBySide(name).theirs).volumeMounts?.[0]?.mountPath).toBe('/')
    expect(refused(name)).toEqual(['InvalidValue mountPath'])
  })
})

describe('containers that run', () => {
  let root: string
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'modelcar-restart-'))
  })
  afterAll(() => {
    rmSync(root, { recursive: true, force: true })
  })

  /** What a sidecar's shell does once the kubelet has expanded its text; its sleep ends at once. */
  function start(text: string): number | undefined {
    const bin = join(root, 'bin')
    mkdirSync(bin, { recursive: true })
    writeFileSync(join(bin, 'sleep'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
    const expanded = text.replaceAll('$$', '$')
    const { pid, status } = spawnSync('sh', ['-c', expanded], { env: { PATH: `${bin}:${process.env.PATH ?? ''}` } })
    expect(status).toBe(0)
    return pid
  }

  test('container restart while the old link resolves to a directory: the link is replaced, not written into', () => {
    const old = join(root, 'old')
    mkdirSync(old)
    const restarted = (path: string, text: string): { pid: number | undefined; path: string } => {
      mkdirSync(dirname(path), { recursive: true })
      symlinkSync(old, path)
      return { pid: start(text), path }
    }
    const theirPath = join(root, 'theirs', 'models')
    restarted(theirPath, `ln -sf /proc/$$$$/root/models ${theirPath} && sleep infinity`)
    expect(readlinkSync(theirPath)).toBe(old)
    expect(readdirSync(old)).toEqual(['models'])
    rmSync(join(old, 'models'))

    const mountPath = join(root, 'ours', 'models')
    const sourcePath = join(realpathSync(root), 'weights')
    mkdirSync(sourcePath)
    const made: PodSpec = injectModelcar(server(), { image: IMAGE, mountPath, sourcePath })
    const { pid } = restarted(mountPath, sidecarOf(made).command![2]!)
    expect(readlinkSync(mountPath)).toBe(`/proc/${pid}/root${sourcePath}`)
    expect(readdirSync(old)).toEqual([])
    expect(lstatSync(mountPath).isSymbolicLink() && existsSync(old)).toBe(true)
  })

  test('model image with an ENTRYPOINT: the script stands in command, which replaces it', () => {
    const made: PodSpec = injectModelcar(server(), { image: IMAGE })
    for (const container of [sidecarOf(made), initOf(made)]) {
      expect(container.command).toEqual(['sh', '-c', expect.any(String)])
      expect(container).not.toHaveProperty('args')
    }
  })

  test('a quote in the image: refused, where KServe writes it into a shell text as it is', () => {
    const name = 'scheme: "oci://registry.example.com/models/it\'s:v1"'
    expect(initOf(sideBySide(name).theirs).args?.[2]).toContain("it's:v1: '")
    expect(refused(name)).toEqual(['InvalidValue image'])
  })
})

describe('failures', () => {
  test('a config that is null, empty or of wrong types: an error of ours, where KServe panics', () => {
    for (const config of [null, undefined, 'x', 1, [], {}, { image: 1 }, { image: IMAGE, runAsUser: '1e3' }]) {
      const result = attempt(server(), config as unknown as ModelcarConfig)
      expect('refusal' in result && result.refusal.code).toBe('InvalidConfig')
    }
  })

  test('a broken cpuModelcar: refused by its field before anything is written, where KServe panics half way', () => {
    const name = 'modelcar, broken cpuModelcar'
    expect(recordedCase(name).results.head?.[0]).toMatchObject({
      panic: expect.any(String) as unknown,
      podSpec: expect.anything() as unknown,
    })
    expect(refused(name)).toEqual(['InvalidValue resources.limits.cpu', 'InvalidValue resources.requests.cpu'])
  })

  test('a conflict on the second target only: nothing has been written to the first', () => {
    const mount = { name: 'data', mountPath: '/mnt' }
    const input = {
      containers: [...server().containers, { name: 'transformer-container', image: 't:1', volumeMounts: [mount] }],
      volumes: [{ name: 'data', emptyDir: {} }],
    }
    expect(refusal(input, { image: IMAGE })).toEqual(['MountPathTaken spec.containers[1].volumeMounts[0].mountPath'])
  })
})

test('targets that KServe’s own rule passes over stay as they are', () => {
  const made = settled('weak: transformer is an init container')
  expect(named(made.initContainers, 'transformer-container')).not.toHaveProperty('volumeMounts')
})
