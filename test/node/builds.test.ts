import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../e2e/harness.js'

// What a build of programs leaves in the folder that keeps them.

const shared = join(import.meta.dirname, '../e2e/control-plane/from-modules')

test.each([
  { title: 'has ended', rest: 'end_folder', code: 0, left: ['built'], content: ['mine'] },
  { title: 'has failed', rest: 'false; end_folder', code: 1, left: [], content: [] },
  { title: 'was interrupted', rest: 'kill -TERM $$; end_folder', code: 130, left: [], content: [] },
  {
    title: 'ends after somebody else has built the same',
    rest: 'mkdir "$folder"; touch "$folder/theirs"; end_folder',
    code: 0,
    left: ['built'],
    content: ['theirs'],
  },
])('a build that $title', ({ rest, code, left, content }) => {
  const cache = makeFolder('cache')
  const script = `set -euo pipefail; . "$1"; begin_folder "$2/built"; touch "$building/mine"; ${rest}`
  const { status } = spawnSync('bash', ['-c', script, 'build', shared, cache])
  expect(status).toBe(code)
  expect(readdirSync(cache)).toEqual(left)
  expect(left.flatMap((each) => readdirSync(join(cache, each)))).toEqual(content)
})
