import { describe, expect, test } from 'vitest'
import { compileOverlay, planModelcar, planOverlay, type Overlay, type PodSpec } from '../../src/index.js'

const patchOf = (container: object, target: object) =>
  planOverlay({ containers: [{ name: 'a', ...container }] }, { targets: ['a'], target }).patch

describe('pointers are escaped', () => {
  test.each([
    ['kubernetes.io/os', 'kubernetes.io~1os'],
    ['a~b', 'a~0b'],
    ['~', '~0'],
    ['/', '~1'],
    ['~1', '~01'],
    ['~/', '~0~1'],
    ['a/b/c~d~e', 'a~1b~1c~0d~0e'],
    ['', ''],
    ['-', '-'],
    ['0', '0'],
    ['ä %20"', 'ä %20"'],
  ])('%j is %j', (key, token) => {
    // Of a field that nobody knows yet, any key may be one.
    const overlay: Overlay<PodSpec & { newer?: object }> = { spec: { newer: { [key]: 'x' } } }
    const { patch } = planOverlay({ containers: [] }, overlay)
    expect(patch).toEqual([{ op: 'add', path: '/newer', value: { [key]: 'x' } }])
    const there = compileOverlay(overlay).plan({ containers: [], newer: {} } as never)
    expect(there.patch).toEqual([{ op: 'add', path: `/newer/${token}`, value: 'x' }])
  })
})

describe('operations', () => {
  test('add, replace, remove', () => {
    expect(patchOf({ tty: true, stdin: true }, { workingDir: '/x', tty: false, stdin: null })).toEqual([
      { op: 'add', path: '/containers/0/workingDir', value: '/x' },
      { op: 'replace', path: '/containers/0/tty', value: false },
      { op: 'remove', path: '/containers/0/stdin' },
    ])
  })

  test('a field that holds undefined is not there, one that holds null is', () => {
    expect(patchOf({ workingDir: undefined, image: null }, { workingDir: '/x', image: 'a' })).toEqual([
      { op: 'add', path: '/containers/0/workingDir', value: '/x' },
      { op: 'replace', path: '/containers/0/image', value: 'a' },
    ])
  })

  test('entries go to the end', () => {
    expect(patchOf({ env: [] }, { env: [{ name: 'A' }] })).toEqual([
      { op: 'add', path: '/containers/0/env/-', value: { name: 'A' } },
    ])
  })

  test('removals come last, from the back of each list to its front', () => {
    const entry = { name: 'A' }
    const container = { env: [entry, entry, { name: 'B' }, ...Array.from({ length: 9 }, () => entry)], tty: true }
    const { patch } = planOverlay(
      { containers: [{ name: 'a', ...container }, { name: 'a' }], volumes: [{ name: 'v' }, { name: 'v' }] },
      {
        spec: {
          volumes: [{ name: 'v', emptyDir: {} }],
          containers: [{ name: 'a', env: [entry], tty: null, workingDir: '/' }],
        },
      },
    )
    expect(patch.map(({ op, path }) => `${op} ${path}`)).toEqual([
      'add /volumes/0/emptyDir',
      'add /containers/0/workingDir',
      'remove /volumes/1',
      'remove /containers/1',
      'remove /containers/0/tty',
      ...[11, 10, 9, 8, 7, 6, 5, 4, 3, 1].map((index) => `remove /containers/0/env/${String(index)}`),
    ])
  })

  test('a fresh injection adds and replaces only', () => {
    const { patch } = planModelcar(
      { containers: [{ name: 'kserve-container', securityContext: { runAsUser: 1 } }], shareProcessNamespace: false },
      { image: 'a', runAsUser: 2 },
    )
    expect(patch.map(({ op, path }) => `${op} ${path}`)).toEqual([
      'add /volumes',
      'add /initContainers',
      'add /containers/-',
      'replace /shareProcessNamespace',
      'add /containers/0/env',
      'add /containers/0/volumeMounts',
      'replace /containers/0/securityContext/runAsUser',
    ])
  })

  test('the values of two plans are apart', () => {
    const [one, two] = [1, 2].map(() => patchOf({}, { env: [{ name: 'A' }] }))
    expect(one).toEqual(two)
    expect((one![0] as { value: unknown }).value).not.toBe((two![0] as { value: unknown }).value)
  })
})
