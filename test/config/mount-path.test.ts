import { describe, expect, test } from 'vitest'
import { container, expectFaults, image, injected, modes } from './configs.js'

const mountPaths = (config: object): unknown =>
  (container(injected({ image, ...config }), 'kserve-container').volumeMounts as { mountPath: string }[]).map(
    ({ mountPath }) => mountPath,
  )

describe('the path of a model', () => {
  test.each([
    ['/mnt/models', '/mnt/models'],
    ['/mnt/models/', '/mnt/models'],
    ['//mnt//models', '/mnt/models'],
    ['/mnt/./models/.', '/mnt/models'],
    ['/mnt/..models', '/mnt/..models'],
    ['/opt/my models/a$b', '/opt/my models/a$b'],
    ['/data/模型', '/data/模型'],
    ['/etc/models', '/etc/models'],
    [`/mnt${'/'.repeat(5000)}models`, '/mnt/models'],
    ['/models', '/models'],
  ])('%s is mounted at %s', (mountPath, path) => {
    expect(mountPaths({ mountPath, mode: 'image-volume' })).toEqual([path])
  })

  test.each([undefined, null])('is /mnt/models for %s', (mountPath) => {
    expect(mountPaths({ mountPath, mode: 'image-volume' })).toEqual(['/mnt/models'])
  })

  test.each([
    ['/mnt/models', '/mnt'],
    ['/mnt/models/base/', '/mnt/models'],
    ['/opt//a/./b/c', '/opt/a/b'],
  ])('%s is linked into a volume at %s', (mountPath, parent) => {
    expect(mountPaths({ mountPath })).toEqual([parent])
    expect(mountPaths({ mountPath, mode: 'native-sidecar' })).toEqual([parent])
  })
})

describe.each(modes)('mode %s: a path that nothing can be mounted at', (mode) => {
  test.each([
    ['', 'expected an absolute path'],
    ['mnt/models', 'expected an absolute path'],
    ['./models', 'expected an absolute path'],
    ['/mnt/../models', 'without ".."'],
    ['/mnt/..', 'without ".."'],
    ['/mnt/a:b', 'without ":"'],
    ['/mnt/a\0b', 'without NUL'],
    ['/mnt/a\ud800', 'a path of whole characters'],
    ['/mnt/\udc00\ud800', 'a path of whole characters'],
    ['/', 'a path below /'],
    ['//', 'a path below /'],
    ['/./', 'a path below /'],
  ])('%j', (mountPath, expected) => {
    expectFaults({ image, mode, mountPath }, [
      'InvalidValue',
      'mountPath',
      expected,
      `found ${JSON.stringify(mountPath)}`,
    ])
  })

  test.each([
    [1, '1'],
    [false, 'false'],
    [['/mnt/models'], 'a list'],
    [{}, 'an object'],
  ])('%j', (mountPath, found) => {
    expectFaults({ image, mode, mountPath }, [
      'InvalidType',
      'mountPath',
      'expected an absolute path',
      `found ${found}`,
    ])
  })
})

describe.each(modes)('mode %s: a path that is too long', (mode) => {
  test.each([
    ['a component of 256 bytes', `/mnt/${'x'.repeat(256)}`, 'components have at most 255 bytes'],
    ['a component of 128 characters of two bytes', `/mnt/${'é'.repeat(128)}`, 'components have at most 255 bytes'],
    ['a component of 64 characters of four bytes', `/mnt/${'𝄞'.repeat(64)}`, 'components have at most 255 bytes'],
    ['4,096 bytes', `/mnt${'/x'.repeat(2046)}`, 'a path of at most 4095 bytes'],
    ['4,096 bytes in fewer characters', `/mnt${'/模'.repeat(1023)}`, 'a path of at most 4095 bytes'],
  ])('%s', (_what, mountPath, expected) => {
    expectFaults({ image, mode, mountPath }, ['InvalidValue', 'mountPath', expected])
  })
})

test.each([
  `/mnt/${'x'.repeat(255)}`,
  `/mnt/${'模'.repeat(85)}`,
  `/mnt/${'𝄞'.repeat(63)}`,
  `/mnt/x${'/x'.repeat(2044)}x`,
])('the longest there is: %s', (mountPath) => {
  expect(mountPaths({ mode: 'image-volume', mountPath })).toEqual([mountPath])
})

test('a colon is told apart', () => {
  expectFaults({ image, mountPath: '/a:b' }, ['InvalidValue', 'mountPath', 'container runtimes split mounts'])
})

const system = [
  ...[
    '/',
    '/bin',
    '/dev',
    '/etc',
    '/lib',
    '/lib64',
    '/sbin',
    '/usr',
    '/usr/bin',
    '/usr/lib',
    '/usr/lib64',
    '/usr/sbin',
    '/var',
  ],
]

const allModes = ['sidecar', 'native-sidecar', 'image-volume', 'fetch']

describe.each(allModes)('mode %s has no model', (mode) => {
  test.each(['/proc', '/proc/x', '/proc/1/x', '/sys', '/sys/fs/x', '/proc//x/'])('in the kernel’s %s', (mountPath) => {
    expectFaults({ image, mode, mountPath }, [
      'InvalidValue',
      'mountPath',
      "expected a path apart from /proc and /sys, the kernel's own",
    ])
  })

  test.each(system.slice(1))('at the system directory %s', (mountPath) => {
    expectFaults({ image, mode, mountPath }, [
      'InvalidValue',
      'mountPath',
      "expected a path that is no system directory of the container's image",
    ])
  })
})

describe.each(['sidecar', 'native-sidecar'])('mode %s', (mode) => {
  test.each(system)('must not put a volume over %s', (directory) => {
    expectFaults({ image, mode, mountPath: `${directory}//models/` }, [
      'InvalidValue',
      'mountPath',
      `expected a path whose parent may become a volume, found one in ${directory}`,
      '/mnt/models',
      'image-volume or fetch',
    ])
  })

  test.each([
    ...[
      '/mnt',
      '/opt',
      '/usr/local',
      '/usr/share',
      '/var/lib',
      '/etc/models',
      '/dev/shm',
      '/procs',
      '/system',
      '/bins',
    ],
    ...['/binary', '/home', '/tmp', '/usr/bin/models', '/lib/models'],
  ])('may put one over %s', (directory) => {
    expect(mountPaths({ mode, mountPath: `${directory}/models` })).toEqual([directory])
  })

  test('names the model whose parent it is', () => {
    const models = [
      { image, mountPath: '/mnt/a' },
      { image, mountPath: '/etc/b' },
      { image, mountPath: '/usr/c' },
    ]
    expectFaults(
      { models, mode },
      ['InvalidValue', 'models[1].mountPath', 'found one in /etc'],
      ['InvalidValue', 'models[2].mountPath', 'found one in /usr'],
    )
  })
})

test.each(system)('image-volume and fetch mount the path itself, so it may lie in %s', (directory) => {
  const mountPath = `${directory === '/' ? '' : directory}/models`
  expect(mountPaths({ mode: 'image-volume', mountPath })).toEqual([mountPath])
  expect(mountPaths({ mode: 'fetch', mountPath })).toEqual([mountPath])
})
