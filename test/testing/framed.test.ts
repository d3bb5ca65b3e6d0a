import { describe, expect, test } from 'vitest'
import { lostBetween } from '../../src/testing/laws/framed.js'

// The API server takes a variable that is there twice, so a mutator may be handed one.

const a = { name: 'A', value: '1' }
const b = { name: 'B', value: '2' }
const podSpec = (env: readonly object[]) => ({ containers: [{ name: 'app', env }] })

describe('of a key that is there twice', () => {
  test.each([
    ['both stay', [a, b, a, { name: 'C' }], []],
    ['the second may go where the first is the same', [a, b], []],
    [
      'the second has another value',
      [a, b, { name: 'A', value: '3' }],
      ['containers[app].env[A].value: has another value'],
    ],
    ['the second has moved', [a, a, b], ['containers[app].env: in another order']],
    ['both are gone', [b], ['containers[app].env[A]: is gone', 'containers[app].env[A]: is gone']],
  ])('%s', (_, env, lost) => {
    expect(lostBetween(podSpec([a, b, a]), podSpec(env), () => false)).toEqual(lost)
  })
})
