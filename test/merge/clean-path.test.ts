import { posix } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanPath, isAtOrUnder, parentPath } from '../../src/kubernetes/clean-path.js'

const fromRoot = (path: string): string => posix.join('/', path).replace(/(?<=.)\/$/, '')

describe('a clean path', () => {
  test.each([
    ['/', '/'],
    ['', '/'],
    ['.', '/'],
    ['..', '/'],
    ['//', '/'],
    ['///', '/'],
    ['/.', '/'],
    ['/./', '/'],
    ['/..', '/'],
    ['/../..', '/'],
    ['/../mnt', '/mnt'],
    ['mnt', '/mnt'],
    ['./mnt', '/mnt'],
    ['../mnt', '/mnt'],
    ['/mnt', '/mnt'],
    ['/mnt/', '/mnt'],
    ['/mnt//', '/mnt'],
    ['//mnt', '/mnt'],
    ['/mnt/.', '/mnt'],
    ['/mnt/./', '/mnt'],
    ['/mnt/..', '/'],
    ['/mnt/../', '/'],
    ['/a/./b', '/a/b'],
    ['/a//b', '/a/b'],
    ['/a/../b', '/b'],
    ['/a/b/..', '/a'],
    ['/a/b/../..', '/'],
    ['/a/b/../../../c', '/c'],
    ['mnt//models/./', '/mnt/models'],
    ['/mnt/models', '/mnt/models'],
    ['/a/..b', '/a/..b'],
    ['/a/.b', '/a/.b'],
    ['/a/b.', '/a/b.'],
    ['/a/b..', '/a/b..'],
    ['/b../a', '/b../a'],
    ['/b./a', '/b./a'],
    ['/...', '/...'],
    ['/.../a', '/.../a'],
    ['/a/...', '/a/...'],
    ['/a.', '/a.'],
    ['/a..', '/a..'],
    ['/..a', '/..a'],
    [' /a', '/ /a'],
    ['/a b/c', '/a b/c'],
    ['a', '/a'],
    ['a/', '/a'],
  ])('of %j is %j', (path, clean) => {
    expect(cleanPath(path)).toBe(clean)
  })

  test('is what POSIX makes of the path from the root', () => {
    const component = fc.constantFrom('', '.', '..', '...', 'a', '.b', 'c.', '..d', 'e..', ' ')
    fc.assert(
      fc.property(fc.array(component, { maxLength: 6 }), (components) => {
        const path = components.join('/')
        expect(cleanPath(path)).toBe(fromRoot(path))
      }),
    )
  })

  test('of more than a file’s path can have is the path itself', () => {
    const lengths = { minLength: 500, maxLength: 1500 }
    const component = fc.constantFrom('', '.', '..', 'a', 'b'.repeat(9), 'c'.repeat(5000))
    fc.assert(
      fc.property(
        fc.array(fc.oneof(component, fc.constantFrom('', '..')), { ...lengths, size: 'max' }),
        (components) => {
          const path = components.join('/')
          const clean = fromRoot(path)
          expect(cleanPath(path)).toBe(clean.length > 4095 ? path : clean)
        },
      ),
    )
  })

  test.each([4094, 4095])('of %i characters is cleaned', (length) => {
    const rest = 'a'.repeat(length - '/mnt/'.length)
    expect(cleanPath(`mnt//${rest}/x/..`)).toBe(`/mnt/${rest}`)
  })

  test.each(['', '.', '..', '...', '/', '/.', '/..', '//..', 'a', 'a.', '..a', 'b/..'])(
    'that begins with %j and goes on about as long as may be',
    (beginning) => {
      for (let length = 4080; length < 4110; length++) {
        for (const end of ['', '/', '//', '/.']) {
          const path = `${beginning}/${'a'.repeat(length)}${end}`
          const clean = fromRoot(path)
          expect(cleanPath(path)).toBe(clean.length > 4095 ? path : clean)
        }
      }
    },
  )

  test('of 4096 characters is the path itself', () => {
    const path = `mnt//${'a'.repeat(4096 - '/mnt/'.length)}`
    expect(cleanPath(path)).toBe(path)
  })
})

test.each([
  ['/', '/'],
  ['/a', '/'],
  ['/a/b', '/a'],
  ['/mnt/models/base', '/mnt/models'],
])('the parent of %s is %s', (path, parent) => {
  expect(parentPath(path)).toBe(parent)
})

test.each([
  ['/mnt', '/mnt', true],
  ['/mnt/models', '/mnt', true],
  ['/mnt', '/mnt/models', false],
  ['/mnt2', '/mnt', false],
  ['/mnt-a/b', '/mnt', false],
  ['/mnt', '/', true],
  ['/', '/', true],
  ['/', '/mnt', false],
  ['/opt', '/mnt', false],
])('%s at or under %s: %s', (path, directory, is) => {
  expect(isAtOrUnder(path, directory)).toBe(is)
})
