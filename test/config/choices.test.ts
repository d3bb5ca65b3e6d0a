import { describe, expect, test } from 'vitest'
import { container, expectFaults, image, injected, modes } from './configs.js'

describe('mode', () => {
  test.each(modes)('%s', (mode) => {
    expect(() => injected({ image, mode })).not.toThrow()
  })

  test.each([undefined, null])('%s is sidecar', (mode) => {
    expect(injected({ image, mode })).toEqual(injected({ image, mode: 'sidecar' }))
  })

  test.each([
    ['modelcar', '"modelcar"'],
    ['native', '"native"'],
    ['Sidecar', '"Sidecar"'],
    ['toString', '"toString"'],
    ['', '""'],
    [1, '1'],
    [['sidecar'], 'a list'],
  ])('%j is none', (mode, found) => {
    expectFaults({ image, mode }, [
      'InvalidValue',
      'mode',
      'expected one of sidecar, native-sidecar, image-volume, fetch',
      `found ${found}`,
    ])
  })
})

describe('imagePullPolicy', () => {
  test.each(['Always', 'IfNotPresent', 'Never'])('%s', (imagePullPolicy) => {
    const spec = injected({ image, imagePullPolicy })
    expect(container(spec, 'modelcar').imagePullPolicy).toBe(imagePullPolicy)
    expect(container(spec, 'modelcar-init').imagePullPolicy).toBe(imagePullPolicy)
    expect(container(spec, 'kserve-container').imagePullPolicy).toBeUndefined()
  })

  test.each([undefined, null])('%s', (imagePullPolicy) => {
    expect(Object.keys(container(injected({ image, imagePullPolicy }), 'modelcar'))).not.toContain('imagePullPolicy')
  })

  test.each(['always', 'Sometimes', '', 1, true])('%j is none', (imagePullPolicy) => {
    expectFaults({ image, imagePullPolicy }, [
      'InvalidValue',
      'imagePullPolicy',
      'expected one of Always, IfNotPresent, Never',
      `found ${JSON.stringify(imagePullPolicy)}`,
    ])
  })

  test.each([
    ['always', 'found "always"; did you mean Always?'],
    ['IfNotpresnet', 'found "IfNotpresnet"; did you mean IfNotPresent?'],
    ['Nevr', 'found "Nevr"; did you mean Never?'],
    ['Leven', /found "Leven"$/],
    ['Sometimes', /found "Sometimes"$/],
    ['', /found ""$/],
  ])('%j is taken for what it looks like, if anything', (imagePullPolicy, end) => {
    const message = end instanceof RegExp ? expect.stringMatching(end) : expect.stringContaining(end)
    expect(() => injected({ image, imagePullPolicy })).toThrow(
      expect.objectContaining({ causes: [expect.objectContaining({ message: message as string })] }),
    )
  })
})

describe('enabled', () => {
  test.each([true, undefined, null])('%s', (enabled) => {
    expect(injected({ image, enabled }).containers).toHaveLength(2)
  })

  test.each(['false', 0, 1, 'no', {}])('%j is neither true nor false', (enabled) => {
    expectFaults({ image, enabled }, ['InvalidType', 'enabled', 'expected true or false'])
  })
})
