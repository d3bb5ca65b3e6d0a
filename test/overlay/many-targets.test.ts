import { describe, expect, test } from 'vitest'
import { applyOverlay } from '../../src/index.js'

// Few targets are searched for, many are looked up: both find the same.

const always = { restartPolicy: 'Always' as const }
const pod = {
  initContainers: [{ name: 'ends' }, { name: 'e', ...always }, { name: 'a', ...always }],
  containers: [{ name: 'a' }, { name: 'b' }, { name: 'a', image: 'second' }, { name: 'c' }, { name: 'd' }],
}

describe.each([
  ['few', ['e', 'a']],
  ['many', ['e', 'a', 'b', 'c', 'd']],
])('of %s targets', (_, targets) => {
  const { containers, initContainers } = applyOverlay(pod, { targets, target: { tty: true } })
  const amended = (list: readonly { name: string; tty?: boolean }[]) => list.map(({ name, tty }) => [name, tty])

  test('those in containers count first, and of two of a name the first', () => {
    expect(amended(containers)).toEqual(
      pod.containers.map(({ name }, index) => [name, targets.includes(name) && index !== 2 ? true : undefined]),
    )
  })

  test('an init container is one where it stays', () => {
    expect(amended(initContainers)).toEqual([
      ['ends', undefined],
      ['e', true],
      ['a', undefined],
    ])
  })
})

test('of many targets an init container that ends is none', () => {
  const targets = ['a', 'b', 'c', 'd', 'ends']
  expect(() => applyOverlay(pod, { targets, target: { tty: true } })).toThrow('expected a container named ends')
})
