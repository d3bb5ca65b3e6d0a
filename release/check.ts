import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../package.json' with { type: 'json' }
import { releaseFaults } from './faults.js'

// What `npm publish` asks first: whether everything is filled in that only a maintainer knows.

const read = (name: string): string => readFileSync(join(import.meta.dirname, '..', name), 'utf8')

const faults = releaseFaults(manifest, read('CHANGELOG.md'), read('README.md'))
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
else console.log(`${manifest.name} ${manifest.version} may be released`)
