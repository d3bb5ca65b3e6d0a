import { expect, test } from 'vitest'
import { changesOf } from '../../examples/demo/changes.js'

const told = (before: object, after: object): readonly string[] =>
  changesOf(before, after).map(({ path, before: was, after: is, isRepeated }) => {
    const sign = was == null ? '+' : is == null ? '-' : '~'
    return `${sign} ${path.join(' ')}${isRepeated ? ' again' : ''}`
  })

const named = (...names: readonly string[]) => names.map((name) => ({ name }))

test.each<[string, object, object, readonly string[]]>([
  ['nothing', { containers: named('a') }, { containers: named('a') }, []],
  ['a list that was null', { containers: null }, { containers: named('a') }, ['+ containers a']],
  [
    'what comes is where it comes',
    { volumes: named('b') },
    { volumes: named('a', 'b', 'c') },
    ['+ volumes a', '+ volumes c'],
  ],
  [
    'what goes is where it was',
    { volumes: named('a', 'b', 'c') },
    { volumes: named('b', 'd') },
    ['- volumes a', '- volumes c', '+ volumes d'],
  ],
  [
    'of two with one name, the one that is not equal goes',
    {
      containers: [
        { name: 'a', image: '1' },
        { name: 'a', image: '2' },
      ],
    },
    { containers: [{ name: 'a', image: '2' }] },
    ['- containers a again'],
  ],
  [
    'a path that is spelt in another way is the same mount',
    { containers: [{ name: 'a', volumeMounts: [{ name: 'v', mountPath: '/mnt/' }] }] },
    { containers: [{ name: 'a', volumeMounts: [{ name: 'w', mountPath: '/mnt' }] }] },
    ['~ containers a volumeMounts /mnt'],
  ],
  [
    'words are one value',
    { containers: [{ name: 'a', args: ['x', 'y'] }] },
    { containers: [{ name: 'a', args: ['x', 'z'] }] },
    ['~ containers a args'],
  ],
  [
    'in the order of the fields',
    { volumes: [], containers: [] },
    { volumes: named('v'), containers: named('c'), x: 1 },
    ['+ volumes v', '+ containers c', '+ x'],
  ],
])('%s', (_what, before, after, lines) => {
  expect(told(before, after)).toEqual(lines)
})
