import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attempt } from '../kit/refusal.js'
import { check } from '../kit/runs.js'
import { expectFaults, image, injected, modes } from './configs.js'

describe.each(modes)('mode %s', (mode) => {
  test('image with models', () => {
    expectFaults({ mode, image, models: [{ image, mountPath: '/mnt/a' }] }, [
      'Exclusive',
      'image',
      'either image or models',
      'put the image into models',
    ])
  })

  test('models with a top-level path', () => {
    expectFaults({ mode, mountPath: '/mnt/b', models: [{ image, mountPath: '/mnt/a' }] }, [
      'Exclusive',
      'mountPath',
      'no mountPath beside models',
      'each model has its own',
    ])
  })

  test('no models', () => {
    expectFaults({ mode, models: [] }, ['Required', 'models', 'at least one model', 'an empty list'])
  })

  test.each([
    ['llama', '"llama"'],
    [{ image }, 'an object'],
    [1, '1'],
    [false, 'false'],
  ])('models that are no list: %j', (models, found) => {
    expectFaults({ mode, models }, ['InvalidType', 'models', 'expected a list of models', `found ${found}`])
  })

  test.each([
    [null, 'Required', 'expected a model with image and mountPath, found null'],
    [undefined, 'Required', 'expected a model with image and mountPath, found nothing'],
    ['llama', 'InvalidType', 'expected an object, found "llama"'],
    [[], 'InvalidType', 'expected an object, found a list'],
  ])('a model that is none: %j', (model, code, message) => {
    expectFaults({ mode, models: [{ image, mountPath: '/mnt/a' }, model] }, [code, 'models[1]', message])
  })

  test('a model with an unknown field', () => {
    expectFaults({ mode, models: [{ image, mountpath: '/mnt/a' }] }, [
      'Unknown',
      'models[0].mountpath',
      'did you mean mountPath?',
    ])
  })

  describe('paths that hide each other', () => {
    test.each([
      ['/mnt/a', '/mnt/a', 'the same as /mnt/a'],
      ['/mnt/a', '/mnt//a/', 'the same as /mnt/a'],
      ['/mnt/a', '/mnt/a/b', 'found /mnt/a/b, nested with /mnt/a'],
      ['/mnt/a/b', '/mnt/a', 'found /mnt/a, nested with /mnt/a/b'],
    ])('%s and %s', (first, second, message) => {
      const models = [
        { image, mountPath: first },
        { image, mountPath: second },
      ]
      expectFaults({ mode, models }, [
        'Duplicate',
        'models[1].mountPath',
        'expected a path apart',
        message,
        'models[0].mountPath',
      ])
    })

    test('by default', () => {
      expectFaults({ mode, models: [{ image }, { image, mountPath: '/mnt/models' }] }, [
        'Duplicate',
        'models[1].mountPath',
        'the same as /mnt/models',
      ])
    })

    test('every pair is told', () => {
      const models = ['/mnt/a', '/mnt/b', '/mnt/a/c', '/mnt/b'].map((mountPath) => ({ image, mountPath }))
      expectFaults(
        { mode, models },
        ['Duplicate', 'models[2].mountPath', '(models[0].mountPath)'],
        ['Duplicate', 'models[3].mountPath', '(models[1].mountPath)'],
      )
    })

    test('a path that is wrong hides nothing', () => {
      expectFaults(
        {
          mode,
          models: [
            { image, mountPath: '/mnt/a' },
            { image, mountPath: 'b' },
            { image, mountPath: 'c' },
          ],
        },
        ['InvalidValue', 'models[1].mountPath'],
        ['InvalidValue', 'models[2].mountPath'],
      )
    })
  })

  test('paths that only look alike', () => {
    const models = ['/mnt/a', '/mnt/ab', '/mnt/a.b', '/mnt/b/a'].map((mountPath) => ({ image, mountPath }))
    expect(() => injected({ mode, models })).not.toThrow()
  })
})

test('null as models is none', () => {
  expect(injected({ image, models: null })).toEqual(injected({ image }))
})

test('a sourcePath that is wrong is told where it is said', () => {
  const models = [
    { image, mountPath: '/mnt/a' },
    { image, mountPath: '/mnt/b', sourcePath: '/b' },
  ]
  expectFaults({ models, sourcePath: 'x' }, ['InvalidValue', 'sourcePath', 'expected an absolute path, found "x"'])
  const inFetch = (config: object) => ({ mode: 'fetch', ...config })
  expectFaults(inFetch({ image, sourcePath: '/x' }), ['InvalidValue', 'sourcePath', 'found /x'])
  expectFaults(inFetch({ models }), ['InvalidValue', 'models[1].sourcePath', 'found /b'])
  expectFaults(
    inFetch({ models, sourcePath: '/x' }),
    ['InvalidValue', 'sourcePath', 'found /x'],
    ['InvalidValue', 'models[1].sourcePath', 'found /b'],
  )
})

test('of any paths, each model is told the first one before it that it would hide, or be hidden by', () => {
  const path = fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 3 })
  check(
    fc.property(fc.array(path, { minLength: 1, maxLength: 8 }), (paths) => {
      const models = paths.map((names) => ({ image, mountPath: `/srv/m/${names.join('/')}` }))
      const isUnder = (one: string, other: string) => `${one}/`.startsWith(`${other}/`)
      const expected = models.flatMap(({ mountPath }, index) => {
        const first = models.findIndex(
          (each) => isUnder(each.mountPath, mountPath) || isUnder(mountPath, each.mountPath),
        )
        return first < index ? [`models[${String(index)}].mountPath (models[${String(first)}].mountPath)`] : []
      })
      const outcome = attempt(() => injected({ mode: 'image-volume', models }))
      const causes = 'refusal' in outcome ? outcome.refusal.causes : []
      expect(causes.map(({ field, message }) => `${field} ${/\(.*\)/.exec(message)?.[0] ?? ''}`)).toEqual(expected)
    }),
    { numRuns: 200 },
  )
})

test('models of one directory share a volume, which has the number of the first of them', () => {
  const models = ['/mnt/a', '/opt/b', '/mnt/c', '/opt/d', '/srv/e'].map((mountPath) => ({ image, mountPath }))
  const { volumes, containers } = injected({ models })
  expect(volumes).toEqual(
    ['kserve-provision-location', 'kserve-provision-location-1', 'kserve-provision-location-4'].map((name) => ({
      name,
      emptyDir: {},
    })),
  )
  expect(containers.map(({ name, volumeMounts }) => [name, volumeMounts])).toEqual([
    [
      'kserve-container',
      [
        { name: 'kserve-provision-location', mountPath: '/mnt' },
        { name: 'kserve-provision-location-1', mountPath: '/opt' },
        { name: 'kserve-provision-location-4', mountPath: '/srv' },
      ],
    ],
    ['modelcar', [{ name: 'kserve-provision-location', mountPath: '/mnt' }]],
    ['modelcar-1', [{ name: 'kserve-provision-location-1', mountPath: '/opt' }]],
    ['modelcar-2', [{ name: 'kserve-provision-location', mountPath: '/mnt' }]],
    ['modelcar-3', [{ name: 'kserve-provision-location-1', mountPath: '/opt' }]],
    ['modelcar-4', [{ name: 'kserve-provision-location-4', mountPath: '/srv' }]],
  ])
})
