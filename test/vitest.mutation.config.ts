import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { groupsOf } from './mutation-groups.js'
import { sources } from './sources.js'

/*
 * What mutation testing runs: for every mutant the tests that reach it, up to the first that fails. So tables come first, which
 * find most mutants within milliseconds, and what reads recordings or generates its pods comes last, with fewer runs.
 */
const folders = [
  'errors',
  'input',
  'config',
  'overlay',
  'merge',
  'apply',
  'plan',
  'record',
  'last-applied',
  'eject',
  'golden',
  'workload',
  'kserve',
  'admission',
  'testing',
  'laws',
  'reference',
]

/** Where only a part of the sources is broken, its own tests may come before all. */
const first = process.env['MUTATION_FIRST'] ?? folders[0]

const groups = groupsOf(folders.toSorted((left, right) => Number(right === first) - Number(left === first)))
for (const { file, source } of groups) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, source)
}

const rank = ({ moduleId }: TestSpecification): number => groups.findIndex(({ file }) => file === moduleId)

class InOrder extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((left, right) => rank(left) - rank(right)))
  }
}

export default defineConfig({
  resolve: { alias: sources },
  test: {
    include: groups.map(({ file }) => file),
    testTimeout: 120_000,
    sequence: { sequencer: InOrder },
    env: { MODELCAR_RUNS: '100' },
  },
})
