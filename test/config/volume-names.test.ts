import { describe, expect, test } from 'vitest'
import { isNumbered } from '../../src/modelcar/config/names.js'
import { isNamedAfter, volumeNames } from '../../src/modelcar/config/volume-name.js'
import { image, injected } from './configs.js'

const namesOf = (mode: string, mountPaths: readonly string[], config: object = {}): readonly string[] =>
  (injected({ mode, models: mountPaths.map((mountPath) => ({ image, mountPath })), ...config }).volumes ?? []).map(
    ({ name }) => name,
  )

/** A DNS label, of at most 63 characters. */
const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/

describe.each(['image-volume', 'fetch'])('a volume of mode %s', (mode) => {
  const nameOf = (mountPath: string, config: object = {}): string => namesOf(mode, [mountPath], config)[0] ?? ''

  test.each([
    ['/mnt/models', 'mnt-models'],
    ['/mnt/models/base-7b', 'mnt-models-base-7b'],
    ['/models', 'models'],
    ['/0', '0'],
    ['/a//b/', 'a-b'],
    ['/a-/b', 'a--b'],
    [`/${'m'.repeat(63)}`, 'm'.repeat(63)],
    ['/kserve/provision/location2', 'kserve-provision-location2'],
    ['/kserve/provision/location/0', 'kserve-provision-location-0'],
  ])('for %s has KServe’s name %s', (mountPath, name) => {
    expect(nameOf(mountPath)).toBe(name)
  })

  test.each([
    ['upper case', '/mnt/Models', /^mnt-models-[0-9a-z]+$/],
    ['a dot', '/mnt/llama-3.1', /^mnt-llama-3-1-[0-9a-z]+$/],
    ['blanks', '/mnt/my  models', /^mnt-my-models-[0-9a-z]+$/],
    ['an underscore at the end', '/mnt/models_', /^mnt-models-[0-9a-z]+$/],
    ['a dash in front', '/-models', /^models-[0-9a-z]+$/],
    ['a dot in front', '/.models/_x', /^models-x-[0-9a-z]+$/],
    ['a dash behind', '/models-', /^models-[0-9a-z]+$/],
    ['another alphabet', '/模型', /^model-[0-9a-z]+$/],
    ['64 characters', `/${'m'.repeat(64)}`, /^m{20,62}-[0-9a-z]+$/],
    ['a cut at a dash', `/${'m'.repeat(49)}/${'n'.repeat(40)}`, /^m{20,49}-[0-9a-z]+$|^m{49}-n+-[0-9a-z]+$/],
    ['1000 characters', `/${'m/'.repeat(500)}x`, /^(m-)+[0-9a-z]+$/],
    ['the name of the secret', '/kserve/oci/fetch/docker/config', /^kserve-oci-fetch-docker-config-[0-9a-z]+$/],
    ['the name of the CA bundle', '/cabundle/cert', /^cabundle-cert-[0-9a-z]+$/],
    ['the name of a linked volume', '/kserve/provision/location', /^kserve-provision-location-[0-9a-z]{5,}$/],
    ['and one with a number', '/kserve/provision/location/7', /^kserve-provision-location-7-[0-9a-z]{5,}$/],
  ])('with %s has a name of its own', (_what, mountPath, expected) => {
    const name = nameOf(mountPath)
    expect(name).toMatch(expected)
    expect(name).toMatch(label)
    expect(nameOf(mountPath)).toBe(name)
  })

  test('keeps away from the config’s own name for linked volumes', () => {
    expect(nameOf('/shared')).toBe('shared')
    expect(nameOf('/shared', { names: { volume: 'shared' } })).toMatch(/^shared-[0-9a-z]{5,}$/)
    expect(nameOf('/shared/1', { names: { volume: 'shared' } })).toMatch(/^shared-1-[0-9a-z]{5,}$/)
  })

  test('has the whole length for the hash where a dash falls into the cut', () => {
    for (let length = 40; length <= 63; length++) {
      const name = nameOf(`/${'m'.repeat(length)}/${'n'.repeat(63)}`)
      expect(name).toMatch(label)
      expect(name).not.toContain('--')
    }
  })

  test('is shared by no two paths', () => {
    const mountPaths = ['/mnt/a-b', '/mnt/a/b', '/mnt/A/b', '/mnt/a.b', '/mnt/a b', '/mnt/a_b', '/mnt-a/b', '/mnt-a-b']
    const names = namesOf(mode, mountPaths)
    expect(new Set(names).size).toBe(mountPaths.length)
    for (const name of names) expect(name).toMatch(label)
  })

  test('long paths that differ at their end differ in name', () => {
    const mountPaths = Array.from({ length: 20 }, (_, index) => `/${'m'.repeat(80)}${String(index)}`)
    expect(new Set(namesOf(mode, mountPaths)).size).toBe(20)
  })

  test('of a path that is unique keeps KServe’s name beside others', () => {
    expect(namesOf(mode, ['/mnt/a', '/mnt/B', '/mnt/c'])).toEqual(['mnt-a', expect.stringMatching(/^mnt-b-/), 'mnt-c'])
  })

  // What a config produces is public API: a hash that changed would roll every Deployment.
  test('has this name', () => {
    expect(namesOf(mode, ['/mnt/Models', '/mnt/a-b', '/mnt/a/b', `/${'m'.repeat(64)}`])).toMatchInlineSnapshot(`
      [
        "mnt-models-2unj2ogbub0km",
        "mnt-a-b-22wt5sk6aa22k",
        "mnt-a-b-22wcg10e1frg6",
        "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm-1tnrvsdmbildq",
      ]
    `)
  })
})

test.each([
  ['modelcar', true],
  ['modelcar-1', true],
  ['modelcar-9', true],
  ['modelcar-10', true],
  ['modelcar-19', true],
  ['modelcar-1-2', false],
  ['modelcarX1', false],
  ['modelcar-0', false],
  ['modelcar-01', false],
  ['modelcar-', false],
  ['modelcar-x-1', false],
  ['modelcar-1x', false],
  ['modelcar1', false],
  ['pipeline-1', false],
  ['models', false],
  // No name has more than 63 characters.
  [`modelcar-${'1'.repeat(54)}`, true],
  [`modelcar-${'1'.repeat(55)}`, false],
])('%s is modelcar with a number: %j', (name, is) => {
  expect(isNumbered(name, 'modelcar')).toBe(is)
})

describe('a name is told from others', () => {
  const nameOf = (path: string): string => volumeNames([path], [], 'x')[0] ?? ''

  test.each([
    '/mnt/models',
    '/mnt/Models',
    '/模型',
    `/${'m'.repeat(63)}`,
    `/${'m'.repeat(64)}`,
    `/${'İ'.repeat(40)}`,
    `/m${'İ'.repeat(40)}`,
    `/${'a'.repeat(4094)}`,
  ])('for %s', (path) => {
    const name = nameOf(path)
    expect(name).toMatch(label)
    expect(isNamedAfter(name, path)).toBe(true)
    expect(isNamedAfter(name, `${path}x`)).toBe(false)
    expect(isNamedAfter(`${name.slice(0, -1)}_`, path)).toBe(false)
    expect(isNamedAfter(`${name}x`, path)).toBe(false)
  })

  test('only where a file can have the path, and an API server takes the name', () => {
    const long = `/${'a'.repeat(4095)}`
    expect(isNamedAfter(nameOf(long), long)).toBe(false)
    expect(isNamedAfter('m'.repeat(64), `/${'m'.repeat(64)}`)).toBe(false)
    expect(isNamedAfter('mnt-models-0123456789abc', '/mnt/Models')).toBe(false)
  })
})
