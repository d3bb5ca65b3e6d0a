import { describe, expect, test } from 'vitest'
import { container, expectFaults, image, injected } from './configs.js'

describe.each(['runAsUser', 'runAsGroup'])('%s', (field) => {
  test.each([0, 1, 1010, 2147483647])('%d', (id) => {
    const spec = injected({ image, [field]: id })
    expect(container(spec, 'kserve-container').securityContext).toEqual({ [field]: id })
    expect(container(spec, 'modelcar').securityContext).toEqual({ [field]: id })
    expect(container(spec, 'modelcar-init').securityContext).toBeUndefined()
  })

  test.each([undefined, null])('%s', (id) => {
    const spec = injected({ image, [field]: id })
    expect(container(spec, 'kserve-container').securityContext).toBeUndefined()
    expect(container(spec, 'modelcar').securityContext).toBeUndefined()
  })

  test.each([
    [-1, '-1'],
    [2147483648, '2147483648'],
    [1.5, '1.5'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
  ])('%d is no ID', (id, found) => {
    expectFaults({ image, [field]: id }, [
      'InvalidValue',
      field,
      'expected a whole number from 0 to 2147483647',
      `found ${found}`,
    ])
  })

  test.each([
    ['1010', '"1010"'],
    [true, 'true'],
    [[1], 'a list'],
    [1010n, 'a bigint'],
  ])('%o is no number', (id, found) => {
    expectFaults({ image, [field]: id }, ['InvalidType', field, 'expected a whole number', `found ${found}`])
  })
})

test('both go to sidecar and target, beside what the security context says', () => {
  const spec = injected({ image, runAsUser: 1, runAsGroup: 2, securityContext: { privileged: false } })
  expect(container(spec, 'kserve-container').securityContext).toEqual({ runAsUser: 1, runAsGroup: 2 })
  expect(container(spec, 'modelcar').securityContext).toEqual({ runAsUser: 1, runAsGroup: 2, privileged: false })
  expect(container(spec, 'modelcar-init').securityContext).toEqual({ privileged: false })
})
