import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanPath, longestPath } from '../../src/kubernetes/clean-path.js'
import { check } from '../kit/runs.js'

// What a path comes to, component by component from the front; the library goes from the back, and stops where it can.

function reference(path: string): string {
  const kept: string[] = []
  for (const component of path.split('/')) {
    if (component === '..') kept.pop()
    else if (component !== '' && component !== '.') kept.push(component)
  }
  const clean = `/${kept.join('/')}`
  return clean.length > longestPath ? path : clean
}

const component = fc.constantFrom('', '', '.', '..', 'a', '...', '.a', 'a.', '..a')
const components = fc.array(component, { maxLength: 12 })

/** A path of about as many characters as the longest one has. */
const long = fc.tuple(components, fc.integer({ min: -6, max: 6 }), components).map(([before, more, after]) => {
  const ends = [before.join('/'), after.join('/')] as const
  const length = longestPath + more - ends[0].length - ends[1].length - 2
  return `${ends[0]}/${'x'.repeat(length)}/${ends[1]}`
})

test('short paths', () => {
  const path = components.map((parts) => parts.join('/'))
  check(
    fc.property(path, (path) => {
      expect(cleanPath(path)).toBe(reference(path))
    }),
  )
})

test('paths of about the length that a path may have', () => {
  check(
    fc.property(long, (path) => {
      expect(cleanPath(path)).toBe(reference(path))
    }),
  )
})

test.each([0, 1, 2, 3])('a path that is clean, of the length that a path may have and %i more', (more) => {
  const path = `/${'x'.repeat(longestPath - 1 + more)}`
  expect(cleanPath(path)).toBe(path)
  for (const end of ['/', '/.', '//', '/a/..']) expect(cleanPath(path + end)).toBe(more === 0 ? path : path + end)
})
