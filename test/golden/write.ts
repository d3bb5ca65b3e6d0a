import { writeFileSync } from 'node:fs'
import { modeNames } from '../../src/modelcar/modes/names.js'
import { goldenFile, render } from './render.js'

// After a change of what is produced that is meant: npx tsx test/golden/write.ts
for (const mode of modeNames) writeFileSync(goldenFile(mode), render(mode))
