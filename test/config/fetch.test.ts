import { describe, expect, test } from 'vitest'
import { container, expectFaults, image, injected, modes } from './configs.js'

const initializer = (fetch: unknown, config: object = {}): Readonly<Record<string, unknown>> =>
  container(injected({ image, mode: 'fetch', fetch, ...config }), 'storage-initializer')
const volumesOf = (fetch: unknown, config: object = {}): unknown =>
  injected({ image, mode: 'fetch', fetch, ...config }).volumes

const bare = {
  name: 'storage-initializer',
  image: 'kserve/storage-initializer:latest',
  args: [`oci://${image}`, '/mnt/models'],
  env: [],
  resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m', memory: '100Mi' } },
  volumeMounts: [{ name: 'mnt-models', mountPath: '/mnt/models' }],
  terminationMessagePolicy: 'FallbackToLogsOnError',
}
const modelVolume = { name: 'mnt-models', emptyDir: {} }
const secretVolume = (secretName: string) => ({
  name: 'kserve-oci-fetch-docker-config',
  secret: { secretName, items: [{ key: '.dockerconfigjson', path: 'config.json' }], defaultMode: 256 },
})

describe('fetch', () => {
  test.each([
    undefined,
    null,
    {},
    { image: null, resources: null, pullSecret: null, caBundle: null, insecureRegistry: null },
  ])('%j is KServe’s', (fetch) => {
    const { env = [], ...rest } = initializer(fetch)
    expect({ ...rest, env }).toEqual(bare)
    expect(volumesOf(fetch)).toEqual([modelVolume])
  })

  test.each([
    ['registry.example/initializer:1', 'registry.example/initializer:1'],
    ['oci://registry.example/initializer:1', 'registry.example/initializer:1'],
  ])('image %s', (given, expected) => {
    expect(initializer({ image: given }).image).toBe(expected)
  })

  test('resources', () => {
    const resources = { requests: { cpu: '2' } }
    expect(initializer({ resources }).resources).toEqual(resources)
    expect(initializer({ resources: {} }).resources).toBeUndefined()
    expect(initializer({}, { resources }).resources).toEqual(bare.resources)
  })

  test('insecure registry', () => {
    expect(initializer({ insecureRegistry: true }).env).toEqual([
      { name: 'KSERVE_OCI_INSECURE_REGISTRY', value: 'true' },
    ])
    expect(initializer({ insecureRegistry: false }).env ?? []).toEqual([])
  })

  describe('pull secret', () => {
    test.each([
      ['given', { pullSecret: 'a.b' }, undefined, 'a.b'],
      ['the first of the pod’s', {}, ['first', 'second'], 'first'],
      ['given beside the pod’s', { pullSecret: 'own' }, ['first'], 'own'],
    ])('%s', (_what, fetch, imagePullSecrets, secret) => {
      const { env, volumeMounts } = initializer(fetch, { imagePullSecrets })
      expect(env).toEqual([{ name: 'KSERVE_OCI_DOCKER_CONFIG', value: '/mnt/oci-fetch-auth/config.json' }])
      expect(volumeMounts).toEqual([
        { name: 'kserve-oci-fetch-docker-config', mountPath: '/mnt/oci-fetch-auth', readOnly: true },
        ...bare.volumeMounts,
      ])
      expect(volumesOf(fetch, { imagePullSecrets })).toEqual([secretVolume(secret), modelVolume])
    })

    test('is mounted in the initializer alone', () => {
      const spec = injected({ image, mode: 'fetch', fetch: { pullSecret: 'a' } })
      expect(container(spec, 'kserve-container').volumeMounts).toEqual(bare.volumeMounts)
    })
  })

  describe('CA bundle', () => {
    test.each([
      ['by default', {}, '/etc/ssl/custom-certs'],
      ['null', { mountPath: null }, '/etc/ssl/custom-certs'],
      ['elsewhere', { mountPath: '/certs//x/.' }, '/certs/x'],
    ])('%s', (_what, given, mountPath) => {
      const caBundle = { configMap: 'ca', ...given }
      const { env, volumeMounts } = initializer({ caBundle })
      expect(env).toEqual([
        { name: 'CA_BUNDLE_CONFIGMAP_NAME', value: 'ca' },
        { name: 'CA_BUNDLE_VOLUME_MOUNT_POINT', value: mountPath },
      ])
      expect(volumeMounts).toEqual([{ name: 'cabundle-cert', mountPath, readOnly: true }, ...bare.volumeMounts])
      expect(volumesOf({ caBundle })).toEqual([{ name: 'cabundle-cert', configMap: { name: 'ca' } }, modelVolume])
    })
  })

  test('everything', () => {
    const fetch = { pullSecret: 's', caBundle: { configMap: 'ca' }, insecureRegistry: true }
    const made = initializer(fetch, { securityContext: { privileged: false }, imagePullPolicy: 'Always' })
    expect((made.env as { name: string }[]).map(({ name }) => name)).toEqual([
      'KSERVE_OCI_DOCKER_CONFIG',
      'CA_BUNDLE_CONFIGMAP_NAME',
      'CA_BUNDLE_VOLUME_MOUNT_POINT',
      'KSERVE_OCI_INSECURE_REGISTRY',
    ])
    expect(made.volumeMounts).toEqual([
      { name: 'kserve-oci-fetch-docker-config', mountPath: '/mnt/oci-fetch-auth', readOnly: true },
      { name: 'cabundle-cert', mountPath: '/etc/ssl/custom-certs', readOnly: true },
      { name: 'mnt-models', mountPath: '/mnt/models' },
    ])
    expect([made.securityContext, made.imagePullPolicy]).toEqual([{ privileged: false }, 'Always'])
  })
})

describe.each(modes)('mode %s refuses', (mode) => {
  const expectFetchFaults = (fetch: unknown, ...expected: Parameters<typeof expectFaults>[1][]): void =>
    expectFaults({ image, mode, fetch }, ...expected)

  test.each([
    ['x', '"x"'],
    [true, 'true'],
    [[], 'a list'],
  ])('fetch %j', (fetch, found) => {
    expectFetchFaults(fetch, ['InvalidType', 'fetch', `expected an object, found ${found}`])
    expectFetchFaults({ caBundle: fetch }, ['InvalidType', 'fetch.caBundle', `expected an object, found ${found}`])
  })

  test('unknown fields', () => {
    expectFetchFaults({ imge: 1 }, ['Unknown', 'fetch.imge', 'did you mean image?'])
    expectFetchFaults({ zzzzzz: 1 }, [
      'Unknown',
      'fetch.zzzzzz',
      'the fields are image, resources, pullSecret, caBundle, insecureRegistry',
    ])
    expectFetchFaults({ caBundle: { configMap: 'c', configmaps: 1 } }, [
      'Unknown',
      'fetch.caBundle.configmaps',
      'did you mean configMap?',
    ])
    expectFetchFaults({ caBundle: { configMap: 'c', zzzzzz: 1 } }, [
      'Unknown',
      'fetch.caBundle.zzzzzz',
      'the fields are configMap, mountPath',
    ])
  })

  test('an image that is none', () => {
    for (const none of ['Llama', '', 'a b', ' a', 'a:', 'a\n', 'a//b', 'a@sha256:xyz', `${'a/'.repeat(130)}a`])
      expectFetchFaults({ image: none }, ['InvalidValue', 'fetch.image', 'expected an image reference'])
    expectFetchFaults({ image: 'docker://a' }, ['InvalidValue', 'fetch.image', 'no scheme but oci://'])
    expectFetchFaults({ image: 1 }, ['InvalidType', 'fetch.image'])
  })

  test('a secret that is no name', () => {
    expectFetchFaults({ pullSecret: { name: 's' } }, ['InvalidType', 'fetch.pullSecret', 'a name, found an object'])
    expectFetchFaults({ pullSecret: 'My Secret' }, [
      'InvalidValue',
      'fetch.pullSecret',
      'a DNS name',
      'found "My Secret"',
    ])
    expectFetchFaults({ caBundle: { configMap: 'A' } }, ['InvalidValue', 'fetch.caBundle.configMap', 'a DNS name'])
  })

  test('an answer that is neither true nor false', () => {
    expectFetchFaults({ insecureRegistry: 'true' }, ['InvalidType', 'fetch.insecureRegistry', 'true or false'])
  })

  test.each([undefined, null])('a CA bundle without a ConfigMap: %s', (configMap) => {
    expectFetchFaults({ caBundle: { configMap } }, [
      'Required',
      'fetch.caBundle.configMap',
      'expected the name of the ConfigMap that has the CA bundle, found nothing',
    ])
  })

  test('a ConfigMap that is no name', () => {
    expectFetchFaults({ caBundle: { configMap: 1 } }, ['InvalidType', 'fetch.caBundle.configMap', 'a name, found 1'])
  })

  test.each(['', 'certs', '/', '//', '/.', '/a/..', '/a/../b', '/a:b'])('a CA bundle at %j', (mountPath) => {
    expectFetchFaults({ caBundle: { configMap: 'c', mountPath } }, [
      'InvalidValue',
      'fetch.caBundle.mountPath',
      'expected an absolute path below /, without ".." and ":"',
      `found ${JSON.stringify(mountPath)}`,
    ])
  })

  test.each([
    ['/a\0b', 'a path without NUL'],
    ['/a\ud800', 'a path of whole characters'],
    [`/${'é'.repeat(128)}`, 'components have at most 255 bytes'],
    ['/x'.repeat(2048), 'at most 4095 bytes'],
  ])('a CA bundle where no file can be: %j', (mountPath, expected) => {
    expectFetchFaults({ caBundle: { configMap: 'c', mountPath } }, [
      'InvalidValue',
      'fetch.caBundle.mountPath',
      expected,
    ])
  })

  test.each([
    ['/proc', 'apart from /proc and /sys'],
    ['/proc/x', 'apart from /proc and /sys'],
    ['/sys/x/', 'apart from /proc and /sys'],
    ['/usr', 'no system directory'],
    ['/etc/', 'no system directory'],
  ])('a CA bundle where no container starts: %j', (mountPath, expected) => {
    expectFetchFaults({ caBundle: { configMap: 'c', mountPath } }, [
      'InvalidValue',
      'fetch.caBundle.mountPath',
      expected,
    ])
  })

  test('a CA bundle at no path', () => {
    expectFetchFaults({ caBundle: { configMap: 'c', mountPath: ['/a'] } }, [
      'InvalidType',
      'fetch.caBundle.mountPath',
      'expected an absolute path, found a list',
    ])
  })

  test('all faults at once', () => {
    expectFetchFaults(
      { image: '', resources: 1, pullSecret: 1, caBundle: { mountPath: 1, x: 1 }, insecureRegistry: 1, other: 1 },
      ['Unknown', 'fetch.other'],
      ['InvalidValue', 'fetch.image'],
      ['InvalidType', 'fetch.resources'],
      ['InvalidType', 'fetch.pullSecret'],
      ['Unknown', 'fetch.caBundle.x'],
      ['InvalidType', 'fetch.caBundle.mountPath'],
      ['Required', 'fetch.caBundle.configMap'],
      ['InvalidType', 'fetch.insecureRegistry'],
    )
  })
})

describe('a model where the storage initializer has something of its own', () => {
  const secret = { pullSecret: 's' }
  const bundle = { caBundle: { configMap: 'c', mountPath: '/certs' } }

  test.each([
    ['/mnt/oci-fetch-auth', secret, '/mnt/oci-fetch-auth', 'the pull secret'],
    ['/mnt/oci-fetch-auth/models', secret, '/mnt/oci-fetch-auth', 'the pull secret'],
    ['/certs', bundle, '/certs', 'the CA bundle'],
    ['/certs/models/', bundle, '/certs', 'the CA bundle'],
    ['/etc/ssl/custom-certs/models', { caBundle: { configMap: 'c' } }, '/etc/ssl/custom-certs', 'the CA bundle'],
  ])('%s beside %j', (mountPath, fetch, directory, what) => {
    expectFaults({ image, mode: 'fetch', mountPath, fetch }, [
      'Duplicate',
      'mountPath',
      `expected a path apart from ${directory}, where ${what} is mounted`,
      'found ',
    ])
  })

  test('by the first of the pull secrets', () => {
    expectFaults({ image, mode: 'fetch', mountPath: '/mnt/oci-fetch-auth', imagePullSecrets: ['s'] }, [
      'Duplicate',
      'mountPath',
    ])
  })

  test('one of several models', () => {
    const models = [
      { image, mountPath: '/mnt/a' },
      { image, mountPath: '/certs/a' },
    ]
    expectFaults({ models, mode: 'fetch', fetch: { ...secret, ...bundle } }, ['Duplicate', 'models[1].mountPath'])
  })

  test.each([
    ['/mnt/oci-fetch-auth', 'fetch', {}],
    ['/mnt/oci-fetch-auth-2', 'fetch', secret],
    ['/mnt/oci-fetch-auth', 'fetch', bundle],
    ['/certs', 'fetch', secret],
    ['/certificates', 'fetch', bundle],
    ['/mnt/oci-fetch-auth/models', 'sidecar', secret],
    ['/mnt/oci-fetch-auth/models', 'native-sidecar', secret],
    ['/mnt/oci-fetch-auth/models', 'image-volume', { ...secret, ...bundle }],
  ])('not at %s in mode %s beside %j', (mountPath, mode, fetch) => {
    expect(() => injected({ image, mode, mountPath, fetch })).not.toThrow()
  })
})

describe('a CA bundle and the pull secret', () => {
  const both = (mountPath?: string) => ({ pullSecret: 's', caBundle: { configMap: 'c', mountPath } })

  test.each(['/mnt/oci-fetch-auth', '/mnt//oci-fetch-auth/', '/mnt/oci-fetch-auth/certs', '/mnt'])('at %s', (path) => {
    const fault = [
      'Duplicate',
      'fetch.caBundle.mountPath',
      'expected a path apart from /mnt/oci-fetch-auth, where the pull secret is mounted',
    ] as const
    expectFaults({ image, mode: 'fetch', mountPath: '/models', fetch: both(path) }, fault)
    const { caBundle } = both(path)
    expectFaults({ image, mode: 'fetch', mountPath: '/models', fetch: { caBundle }, imagePullSecrets: ['s'] }, fault)
    expect(() => injected({ image, mode: 'fetch', mountPath: '/models', fetch: { caBundle } })).not.toThrow()
    expect(() => injected({ image, mode: 'sidecar', fetch: both(path) })).not.toThrow()
  })

  test.each([undefined, '/mnt/oci-fetch-auths', '/mnt/certs'])('apart at %s', (path) => {
    expect(() => injected({ image, mode: 'fetch', fetch: both(path) })).not.toThrow()
  })
})

test.each(['/prod_venv', '/kserve/', '/storage-initializer'])('no model over the initializer’s own %s', (mountPath) => {
  const message = 'where the storage initializer has its own programs'
  expectFaults({ image, mode: 'fetch', mountPath }, ['Duplicate', 'mountPath', message])
  expect(() => injected({ image, mode: 'image-volume', mountPath })).not.toThrow()
  expect(() => injected({ image, mode: 'fetch', mountPath: `${mountPath}/models` })).not.toThrow()
})
