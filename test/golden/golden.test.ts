import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { modeNames } from '../../src/modelcar/modes/names.js'
import { goldenFile, render } from './render.js'

// The produced pod is public API: whatever changes in it rolls every Deployment that is injected at its next rollout.

test.each(modeNames)('what mode %s produces has not changed', (mode) => {
  const message =
    `mode ${mode} produces another pod than before. If that is meant, say so in CHANGELOG.md under "Produced pod", ` +
    'and write the golden files anew: npx tsx test/golden/write.ts'
  expect(render(mode), message).toBe(readFileSync(goldenFile(mode), 'utf8'))
})
