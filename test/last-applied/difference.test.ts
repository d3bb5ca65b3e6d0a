import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileObject } from '../../src/overlay/merge/object.js'
import { startWalk } from '../../src/overlay/merge/walk.js'
import { preferred } from '../../src/overlay/overlay.js'
import { takeOut } from '../../src/overlay/plan/last-applied.js'
import { difference } from '../../src/patch/difference.js'
import type { Addition, Edit, Removal } from '../../src/patch/edit.js'
import { inOrder } from '../../src/patch/order.js'
import { pointer } from '../../src/patch/pointer.js'
import { applyPatch, type Operation } from '../../src/testing/json-patch.js'
import type { Fields } from '../../src/testing/json.js'
import { check } from '../kit/runs.js'
import { difference as differs, snapshot } from '../../src/testing/laws/snapshot.js'
import { appliedCase, type Case } from './containers.js'

const preferences = { resources: { limits: { cpu: '10m', memory: '15Mi' }, requests: { cpu: '10m', memory: '15Mi' } } }

const operations = (edits: readonly Edit[]): Operation[] => edits.map((edit) => ({ ...edit, path: pointer(edit.path) }))

/** What a mode makes of a config: what it sets, and a preference for what it does not. */
const overlayOf = (now: Fields): Fields => ({
  terminationMessagePolicy: preferred('FallbackToLogsOnError'),
  ...now,
  resources: now['resources'] ?? preferred(preferences.resources),
})

function merged({ container, before, now }: Case) {
  const remainder = takeOut(container, 'Container', before, now)
  const walk = startWalk(false)
  compileObject(overlayOf(now), 'Container').merge(remainder.value, walk)
  return {
    ofCopy: applyPatch(remainder.value, operations(inOrder(walk))),
    edits: operations(inOrder(difference(container, remainder.taken, walk))),
    remainder,
  }
}

const isAtOrBelow = (path: string, other: string): boolean => path === other || path.startsWith(`${other}/`)

describe('the difference to the real container', () => {
  test('comes to the same as the edits of the copy', () => {
    check(
      fc.property(appliedCase, (given) => {
        const { ofCopy, edits } = merged(given)
        expect(applyPatch(given.container, edits)).toEqual(ofCopy)
      }),
    )
  })

  test('has no write at or below a removal, no path twice, no write below a write', () => {
    check(
      fc.property(appliedCase, (given) => {
        const { edits } = merged(given)
        const paths = edits.map(({ path }) => path).filter((path) => !path.endsWith('/-'))
        expect(new Set(paths).size).toBe(paths.length)
        edits.forEach(({ op, path }, index) => {
          for (const other of edits.filter((_, position) => position !== index)) {
            if (other.op === 'remove' && op === 'remove') continue
            if (other.path.endsWith('/-')) continue
            if (isAtOrBelow(path, other.path)) throw new Error(`${op} ${path} beside ${other.op} ${other.path}`)
          }
        })
        const firstRemoval = edits.findIndex(({ op }) => op === 'remove')
        if (firstRemoval >= 0) expect(edits.slice(firstRemoval).every(({ op }) => op === 'remove')).toBe(true)
      }),
    )
  })

  test('replaces what is there, and writes nothing that is there already', () => {
    check(
      fc.property(appliedCase, (given) => {
        const { edits } = merged(given)
        for (const { op, path, value } of edits) {
          const there = at(given.container, path)
          if (op === 'add') expect(there).toBeUndefined()
          else expect(there).not.toEqual(value)
          if (op === 'replace') expect(there).not.toBeUndefined()
        }
      }),
    )
  })

  test('changes neither the container nor what was applied', () => {
    check(
      fc.property(appliedCase, (given) => {
        const before = snapshot(given)
        merged(given)
        expect(differs(before, snapshot(given))).toBeUndefined()
      }),
    )
  })

  test.each<[string, readonly (string | number)[][], Addition[], Removal[], Addition[], Removal[]]>([
    [
      'nothing was taken out',
      [],
      [{ op: 'add', path: ['a'], value: 1 }],
      [{ op: 'remove', path: ['b'] }],
      [{ op: 'add', path: ['a'], value: 1 }],
      [{ op: 'remove', path: ['b'] }],
    ],
    [
      'what was taken out is written again',
      [['a']],
      [{ op: 'add', path: ['a'], value: 9 }],
      [],
      [{ op: 'replace', path: ['a'], value: 9 }],
      [],
    ],
    ['it is written as it was', [['a']], [{ op: 'add', path: ['a'], value: 1 }], [], [], []],
    [
      'something is written below what is written again',
      [['a']],
      [
        { op: 'add', path: ['a'], value: {} },
        { op: 'add', path: ['a', 'b'], value: 9 },
      ],
      [],
      [
        { op: 'replace', path: ['a'], value: {} },
        { op: 'add', path: ['a', 'b'], value: 9 },
      ],
      [],
    ],
    [
      'it is not written',
      [['a'], ['c', 'd']],
      [],
      [],
      [],
      [
        { op: 'remove', path: ['a'] },
        { op: 'remove', path: ['c', 'd'] },
      ],
    ],
    [
      'what it was in is written',
      [['c', 'd']],
      [{ op: 'replace', path: ['c'], value: 7 }],
      [],
      [{ op: 'replace', path: ['c'], value: 7 }],
      [],
    ],
    [
      'what it was in is removed',
      [['c', 'd'], ['a']],
      [],
      [{ op: 'remove', path: ['c'] }],
      [],
      [
        { op: 'remove', path: ['c'] },
        { op: 'remove', path: ['a'] },
      ],
    ],
    [
      'something beside it is written',
      [['c', 'd']],
      [{ op: 'replace', path: ['c', 'e'], value: 7 }],
      [],
      [{ op: 'replace', path: ['c', 'e'], value: 7 }],
      [{ op: 'remove', path: ['c', 'd'] }],
    ],
    [
      'entries of a list were',
      [
        ['l', 0],
        ['l', 2],
        ['l', 3],
      ],
      [
        { op: 'replace', path: ['l', 0], value: 7 },
        { op: 'replace', path: ['l', 1], value: 8 },
        { op: 'add', path: ['l', '-'], value: 9 },
      ],
      [],
      [
        { op: 'replace', path: ['l', 1], value: 7 },
        { op: 'replace', path: ['l', 4], value: 8 },
        { op: 'add', path: ['l', '-'], value: 9 },
      ],
      [
        { op: 'remove', path: ['l', 0] },
        { op: 'remove', path: ['l', 2] },
        { op: 'remove', path: ['l', 3] },
      ],
    ],
    [
      'another entry of such a list is removed',
      [['l', 1]],
      [],
      [{ op: 'remove', path: ['l', 1] }],
      [],
      [
        { op: 'remove', path: ['l', 2] },
        { op: 'remove', path: ['l', 1] },
      ],
    ],
    [
      'something in an entry was',
      [['l', 1, 'x']],
      [
        { op: 'add', path: ['l', 1, 'x'], value: 1 },
        { op: 'replace', path: ['l', 2], value: 5 },
      ],
      [],
      [
        { op: 'replace', path: ['l', 1, 'x'], value: 1 },
        { op: 'replace', path: ['l', 2], value: 5 },
      ],
      [],
    ],
  ])('where %s', (_what, taken, writes, removals, expectedWrites, expectedRemovals) => {
    const real = { a: 1, b: 2, c: { d: 3, e: 4 }, l: ['a', { x: 0 }, 'c', 'd', 'e'] }
    expect(difference(real, taken, { insertions: [], writes, removals })).toEqual({
      insertions: [],
      writes: expectedWrites,
      removals: expectedRemovals,
    })
  })
})

test('where nothing was taken out, the edits are those of the value', () => {
  const edits = { insertions: [], writes: [], removals: [] }
  expect(difference({}, [], edits)).toBe(edits)
})

describe('beside entries of a list that were taken out', () => {
  const real = { l: ['a', 'b', 'c'], m: { l: [1, 2] } }
  const taken = [
    ['l', 0],
    ['m', 'l', 1],
  ]

  test('an insertion has the index of the value itself', () => {
    const insertions: Addition[] = [
      { op: 'add', path: ['l', 1], value: 'x' },
      { op: 'add', path: ['m', 'l', 0], value: 'y' },
      { op: 'add', path: ['n', 0], value: 'z' },
    ]
    expect(difference(real, taken, { insertions, writes: [], removals: [] }).insertions).toEqual([
      { op: 'add', path: ['l', 2], value: 'x' },
      { op: 'add', path: ['m', 'l', 0], value: 'y' },
      { op: 'add', path: ['n', 0], value: 'z' },
    ])
  })

  test('the list that is written as a whole is written, though it comes to what was there', () => {
    const writes: Addition[] = [{ op: 'replace', path: ['l'], value: ['a', 'b', 'c'] }]
    expect(difference(real, taken, { insertions: [], writes, removals: [] })).toEqual({
      insertions: [],
      writes,
      removals: [{ op: 'remove', path: ['m', 'l', 1] }],
    })
  })
})

function at(value: unknown, path: string): unknown {
  return path
    .split('/')
    .slice(1)
    .reduce<unknown>((holder, step) => (holder as Fields | undefined | null)?.[step], value)
}
