import { describe, expect, test } from 'vitest'
import { container, expectFaults, image, injected, modes } from './configs.js'

// Where the model is in its image: what each mode makes of it, and what it may not be.

const linkModes = ['sidecar', 'native-sidecar'] as const
const mount = (config: object): unknown =>
  container(injected({ image, mode: 'image-volume', ...config }), 'kserve-container').volumeMounts
const texts = (config: object): string[] => {
  const { containers, initContainers = [] } = injected({ image, ...config })
  return [...containers, ...initContainers].flatMap(({ command, startupProbe }) => {
    const probe = startupProbe as { exec: { command: string[] } } | undefined
    return [(command as string[] | undefined)?.[2], probe?.exec.command[2]].filter((text) => text !== undefined)
  })
}

describe('in an image volume it is the subPath', () => {
  test.each([
    [undefined, 'models'],
    [null, 'models'],
    ['/models/', 'models'],
    ['/', undefined],
    ['/weights//llama/.', 'weights/llama'],
    ["/it's/$(HOME)", "it's/$(HOME)"],
    ['/runs', 'runs'],
    ['/var/lib/x', 'var/lib/x'],
  ])('%j: %j', (sourcePath, subPath) => {
    expect(mount({ sourcePath })).toEqual([
      { name: 'mnt-models', mountPath: '/mnt/models', ...(subPath !== undefined && { subPath }), readOnly: true },
    ])
  })

  test('of each model by itself, where it says one', () => {
    const models = [
      { image, mountPath: '/mnt/a' },
      { image, mountPath: '/mnt/b', sourcePath: '/b' },
    ]
    expect(mount({ image: undefined, models, sourcePath: '/all' })).toMatchObject([
      { subPath: 'all' },
      { subPath: 'b' },
    ])
    expect(mount({ image: undefined, models })).toMatchObject([{ subPath: 'models' }, { subPath: 'b' }])
  })
})

describe.each(linkModes)('mode %s', (mode) => {
  test('links it, looks for it and probes it', () => {
    const all = texts({ mode, sourcePath: '/opt/weights' })
    expect(all).toHaveLength(2)
    for (const text of all) expect(text).not.toContain('/models"')
    expect(all.join()).toContain('cd -P /opt/weights && ln -sfn /proc/$$$$/root"$$PWD" /mnt/models')
    expect(all.join()).toContain('[ -d /opt/weights ] && [ "$$(ls -A /opt/weights; echo .)" != . ]')
    expect(all.join()).toContain('the image has no /opt/weights, or it is empty')
    if (mode === 'native-sidecar') expect(all[1]).toBe('[ /mnt/models/ -ef /opt/weights ]')
  })

  test('quotes it for the shell and the kubelet', () => {
    const all = texts({ mode, sourcePath: "/it's/$(HOME)" }).join('\n')
    expect(all).toContain("cd -P '/it'\\''s/$$(HOME)' && ln")
    expect(all).toContain('the image has no directory at its sourcePath, or it is empty')
  })

  test('looks for nothing in a whole image', () => {
    const all = texts({ mode, sourcePath: '/' }).join('\n')
    expect(all).toContain('ln -sfn /proc/$$$$/root/ /mnt/models')
    expect(all).not.toContain('ls -A')
  })

  test.each([
    ['/mnt', '/mnt/models'],
    ['/mnt/models', '/mnt/models'],
    ['/opt', '/opt/x/y'],
    ['/models', '/models/x'],
  ])('%s is hidden by the volume of a link at %s', (sourcePath, mountPath) => {
    expectFaults({ image, mode, sourcePath, mountPath }, [
      'InvalidValue',
      'mountPath',
      `expected a path whose parent is apart from the model in its image, at ${sourcePath}`,
      'choose another, or mode image-volume',
    ])
    expect(() => injected({ image, mode: 'image-volume', sourcePath, mountPath })).not.toThrow()
  })
})

describe.each(modes)('mode %s: what it may not be', (mode) => {
  test.each(['/proc', '/proc/1', '/sys', '/dev/shm', '/run/x', '/var/run', '/var', '/var/run/secrets'])(
    '%s',
    (sourcePath) => {
      const isFetch = mode === 'fetch'
      const apart = ['InvalidValue', 'sourcePath', 'where a container has nothing of its image'] as const
      expectFaults(
        { image, mode, sourcePath },
        apart,
        ...(isFetch ? [['InvalidValue', 'sourcePath', 'in mode fetch'] as const] : []),
      )
    },
  )

  test.each<[unknown, 'InvalidType' | 'InvalidValue', string]>([
    [7, 'InvalidType', 'an absolute path, found 7'],
    ['models', 'InvalidValue', 'an absolute path'],
    ['/a/../b', 'InvalidValue', 'a path without ".."'],
    ['/a:b', 'InvalidValue', 'a path without ":"'],
    ['/a\0', 'InvalidValue', 'a path without NUL'],
  ])('%j', (sourcePath, code, expected) => {
    expectFaults({ image, mode, sourcePath }, [code, 'sourcePath', `expected ${expected}`])
    const models = [{ image, mountPath: '/mnt/a', sourcePath }]
    expectFaults({ mode, models }, [code, 'models[0].sourcePath', `expected ${expected}`])
  })
})

test('fetch takes /models alone, and says so where it was asked', () => {
  expect(() => injected({ image, mode: 'fetch', sourcePath: '/models/' })).not.toThrow()
  const told = (field: string) =>
    [
      'InvalidValue',
      field,
      'expected /models in mode fetch, which takes nothing else out of an image, found /x; use another mode',
    ] as const
  expectFaults({ image, mode: 'fetch', sourcePath: '/x' }, told('sourcePath'))
  const models = [
    { image, mountPath: '/mnt/a' },
    { image, mountPath: '/mnt/b', sourcePath: '/x' },
  ]
  expectFaults({ mode: 'fetch', models }, told('models[1].sourcePath'))
})

test.each(linkModes)('of a whole image the script of mode %s looks at nothing in it, and goes nowhere', (mode) => {
  const link = (path: string): string =>
    `mkdir -p /mnt && { [ -L ${path} ] || [ ! -d ${path} ] || rmdir ${path}; } && ln -sfn /proc/$$$$/root/ ${path} && [ -L ${path} ] && exec sleep infinity`
  const scripts = texts({ mode, sourcePath: '/' }).filter((text) => text.startsWith('# modelcar '))
  expect(scripts.map((text) => text.split('\n')[1])).toEqual([
    link('/mnt/models'),
    ...(mode === 'sidecar' ? ['echo "modelcar: the image is pulled and has a model"'] : []),
  ])
})
