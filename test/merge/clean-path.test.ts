import { posix } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanPath, isAtOrUnder, parentPath } from '../../src/kubernetes/clean-path.js'

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
        expect(cleanPath(path)).toBe(posix.join('/', path).replace(/(?<=.)\/$/, ''))
      }),
    )
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
