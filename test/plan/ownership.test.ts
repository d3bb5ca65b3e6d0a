import { describe, expect, test } from 'vitest'
import { expectConflicts, image, injected, named, namesOf, server, type Entry, type Spec } from '../kit/injected.js'

const kserveLink = ['sh', '-c', 'ln -sf /proc/$$$$/root/models /mnt/models && sleep infinity']
const kserveFetch = ['sh', '-c', "echo 'Pre-fetching modelcar x: ' && [ -d /models ]"]
const scripts = {
  'KServe’s link in args': { args: kserveLink },
  'KServe’s link in command': { command: kserveLink },
  'KServe’s link at another path': {
    args: ['sh', '-c', "mkdir -p '/a b' && ln -sf /proc/$$$$/root/models '/a b/c' && sleep infinity"],
  },
  'a link with one dollar': { args: ['sh', '-c', 'ln -s /proc/$$/root/models /x'] },
  'KServe’s prefetch check': { args: kserveFetch },
  'our link, without the record': { command: ['sh', '-c', 'cd -P /a && ln -sfn /proc/$$$$/root"$$PWD" /x/y'] },
  'our link': { command: ['sh', '-c', '# modelcar other:1\nmkdir -p /x && ln -sfn /proc/$$$$/root/models /x/y'] },
  'our record': { command: ['sh', '-c', '# modelcar other:1\nexit 1'] },
}
const foreign: Readonly<Record<string, object>> = {
  command: { image: 'other:1', command: ['run'] },
  args: { image: 'other:1', args: ['--port', '80'] },
  'args of a shell': { image: 'other:1', args: ['sh', '-c', 'ln -s /models /mnt/models'] },
  'a link of another process': { image: 'other:1', args: ['sh', '-c', 'ln -s /proc/1/root/models /mnt/models'] },
  'no image': { command: ['run'] },
  'a record that is none': { image: 'other:1', command: ['sh', '-c', '# modelcar \nexit 1'] },
  'a record that is not in front': { image: 'other:1', command: ['sh', '-c', 'x\n# modelcar other:1'] },
  'another link': { image: 'other:1', args: ['ln -sf /proc/$$$$/root/modelsx'] },
  'an image of another name': { image: 'registry.example/team/mistral:1', command: ['run'] },
}
const at = (list: string, entry: Entry): Spec => ({
  ...server(),
  [list]: list === 'containers' ? [...server().containers, entry] : [entry],
})
const places = [
  ['sidecar', 'containers', 'modelcar'],
  ['sidecar', 'initContainers', 'modelcar-init'],
  ['native-sidecar', 'initContainers', 'modelcar'],
] as const

describe.each(places)('mode %s, %s: a container called %s', (mode, list, name) => {
  const fresh = named(injected(server(), { mode })[list], name)
  const made = (container: object): Entry => named(injected(at(list, { name, ...container }), { mode })[list], name)

  test.each(Object.entries(scripts))('is ours with %s, and is replaced whole', (_what, container) => {
    expect(made({ image: 'other:1', ...container })).toEqual(fresh)
  })

  test.each<[string, object]>([
    ['neither command nor args', { image: 'other:1' }],
    ['empty ones', { image: 'other:1', command: [], args: [] }],
    ['null', { image: 'other:1', command: null, args: null }],
    ['nothing at all', {}],
    ['our image', { image, command: ['run'], args: ['x'] }],
    ['our image from a mirror', { image: 'mirror.example/team/llama:1', command: ['run'] }],
  ])('is ours with %s', (_what, container) => {
    const { args, ...rest } = made(container)
    expect(args ?? []).toEqual([])
    expect(rest).toEqual(fresh)
  })

  test('is ours with our command, and the image is what others made of it', () => {
    expect(made({ image: 'other:1', command: fresh.command })).toEqual({ ...fresh, image: 'other:1' })
  })

  test.each(Object.entries(foreign))('is somebody’s with %s', (_what, container) => {
    const index = list === 'containers' ? 1 : 0
    expectConflicts(at(list, { name, ...container }), { mode }, [
      'ContainerNameTaken',
      `spec.${list}[${String(index)}].name`,
      `expected the name ${name} to be free or ours`,
      "found somebody else's container",
      'rename it, or choose other names in the config',
    ])
  })

  test('stays what others made of it beside', () => {
    const extra = { ports: [{ containerPort: 1 }], env: [{ name: 'A', value: 'b' }], workingDir: '/x' }
    expect(made({ args: kserveLink, ...extra })).toEqual({ ...fresh, ...extra })
  })
})

describe('a name of ours in the other list', () => {
  test.each([
    ['sidecar', 'initContainers', 'modelcar'],
    ['sidecar', 'containers', 'modelcar-init'],
    ['native-sidecar', 'containers', 'modelcar'],
    ['sidecar', 'ephemeralContainers', 'modelcar'],
    ['native-sidecar', 'ephemeralContainers', 'modelcar'],
  ])('mode %s: in %s a container %s without a script is somebody’s', (mode, list, name) => {
    for (const container of [{}, { image }, { command: ['x'] }])
      expectConflicts(at(list, { name, ...container }), { mode }, [
        'ContainerNameTaken',
        `spec.${list}[${list === 'containers' ? '1' : '0'}].name`,
      ])
  })

  test.each([
    ['sidecar', 'initContainers', 'modelcar'],
    ['sidecar', 'containers', 'modelcar-init'],
    ['native-sidecar', 'containers', 'modelcar'],
    ['native-sidecar', 'containers', 'modelcar-init'],
    ['native-sidecar', 'initContainers', 'modelcar-init'],
    ['sidecar', 'containers', 'modelcar-3'],
    ['sidecar', 'initContainers', 'modelcar-init-12'],
    ['sidecar', 'containers', 'modelcar-9'],
    ['sidecar', 'initContainers', 'modelcar-init-19'],
    ['image-volume', 'containers', 'modelcar'],
    ['image-volume', 'initContainers', 'modelcar-2'],
    ['fetch', 'initContainers', 'modelcar-init'],
  ])('mode %s: in %s a container %s with a script is a leftover', (mode, list, name) => {
    for (const script of Object.values(scripts)) {
      const made = injected(at(list, { name, image: 'other:1', ...script }), { mode })
      expect(namesOf(made[list] as Entry[] | undefined)).toEqual(
        namesOf((injected(server(), { mode })[list] ?? []) as Entry[]),
      )
    }
  })

  test('an ephemeral container with a script is somebody’s even then', () => {
    expectConflicts(at('ephemeralContainers', { name: 'modelcar', args: kserveLink }), {}, [
      'ContainerNameTaken',
      'spec.ephemeralContainers[0].name',
    ])
  })

  test.each([
    ['sidecar', 'containers', 'modelcar-1'],
    ['native-sidecar', 'initContainers', 'modelcar-init'],
    ['image-volume', 'containers', 'modelcar'],
    ['fetch', 'initContainers', 'modelcar-init-3'],
    ['sidecar', 'containers', 'storage-initializer'],
  ])('mode %s: in %s a container %s that nothing claims and that has no script stays', (mode, list, name) => {
    for (const container of [{}, { image }, { command: ['x'] }]) {
      const entry = { name, ...container }
      expect(injected(at(list, entry), { mode })[list]).toContainEqual(entry)
    }
  })

  test.each([
    'modelcarx',
    'modelcarx3',
    'modelcar-1:',
    'modelcar-:',
    'modelcar-1/',
    'modelcar-0',
    'modelcar-01',
    'modelcar-x',
    'xmodelcar',
    'model',
  ])('a script under the name %s is somebody’s, and stays', (name) => {
    for (const mode of ['sidecar', 'native-sidecar', 'image-volume', 'fetch']) {
      const entry = { name, args: kserveLink }
      expect(injected(at('containers', entry), { mode }).containers).toContainEqual(entry)
    }
  })
})

describe('second containers of a name', () => {
  test.each(['sidecar', 'native-sidecar'])('of several of ours go, whichever it is: mode %s', (mode) => {
    const models = ['/mnt/a', '/mnt/b', '/mnt/c'].map((mountPath) => ({ image, mountPath }))
    const podSpec = injected(server(), { mode, models })
    for (const list of ['containers', 'initContainers'] as const)
      for (const entry of podSpec[list] ?? []) {
        if (!entry.name.startsWith('modelcar')) continue
        // What hides the model is a conflict in one that stays.
        const again = { ...entry, volumeMounts: [{ name: 'x', mountPath: '/models' }] }
        const twice = { ...podSpec, [list]: [...podSpec[list]!, again] }
        expect(injected(twice, { mode, models })).toEqual(podSpec)
      }
  })

  test('of ours go', () => {
    const podSpec = injected(server())
    const twice = {
      ...podSpec,
      containers: [...podSpec.containers, podSpec.containers[1]!],
      initContainers: [...podSpec.initContainers!, ...podSpec.initContainers!],
    }
    expect(injected(twice)).toEqual(podSpec)
  })

  test.each(['image-volume', 'fetch', 'native-sidecar'])(
    'without a script go too where nothing claims them: mode %s',
    (mode) => {
      const bare = (name: string) => ({ name, image })
      const names = { sidecar: 'model' }
      const podSpec = {
        containers: [...server().containers, bare('modelcar-init'), bare('modelcar-init'), bare('other')],
        initContainers: [
          bare('model-1'),
          bare('modelcar-init-2'),
          bare('model-1'),
          { ...bare('model-1'), args: ['x'] },
        ],
      }
      const { containers, initContainers = [] } = injected(podSpec, { mode, names })
      expect(namesOf(containers)).toEqual(['kserve-container', 'modelcar-init', 'other'])
      expect(initContainers.filter(({ name }) => /^model/.test(name)).slice(0, 3)).toEqual([
        bare('model-1'),
        bare('modelcar-init-2'),
        { ...bare('model-1'), args: ['x'] },
      ])
    },
  )

  test('of which one is somebody’s are a conflict', () => {
    const podSpec = injected(server())
    podSpec.containers.push({ name: 'modelcar', command: ['run'] })
    expectConflicts(podSpec, {}, ['ContainerNameTaken', 'spec.containers[2].name'])
  })
})

describe('the storage initializer', () => {
  const name = 'storage-initializer'
  const pair = [`oci://${image}`, '/mnt/models']

  test.each([
    [{ command: ['run'], args: ['s3://b', '/x'] }],
    [{ command: ['run'], args: ['oci://old:1'] }],
    [{ command: [], args: ['/mnt/pvc/x', '/mnt/other'] }],
    [{ args: ['--verbose'] }],
    [{}],
  ])('is KServe’s where its image knows what to run, or it has pairs: %j', (fields) => {
    const podSpec = at('initContainers', { name, image: 'other:1', ...fields })
    const made = named(injected(podSpec, { mode: 'fetch' }).initContainers, name)
    const args = ('args' in fields ? fields.args : []).filter((each) => !each.startsWith('oci://'))
    expect(made).toMatchObject({ image: 'other:1', ...fields, args: [...args, ...pair] })
  })

  test.each([
    [{ command: ['/bin/sh', '-c', 'rsync a b'] }],
    [{ command: ['rsync'], args: ['a', 'b'] }],
    [{ command: ['wget'], args: ['https://x'] }],
    [{ command: ['sh', '-c', 'aws s3 cp s3://b/x /mnt/models'], args: [] }],
  ])('is somebody’s where it runs something else, and has no pairs: %j', (fields) => {
    const podSpec = at('initContainers', { name, image: 'corp/init:1', ...fields })
    expectConflicts(podSpec, { mode: 'fetch' }, [
      'ContainerNameTaken',
      'spec.initContainers[0].name',
      "found somebody else's container; rename it, or use another mode",
    ])
    for (const mode of ['sidecar', 'native-sidecar', 'image-volume'])
      expect(injected(podSpec, { mode }).initContainers).toContainEqual(podSpec.initContainers![0])
  })
})
