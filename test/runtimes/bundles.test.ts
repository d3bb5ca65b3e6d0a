import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { bundlers, sizeOf } from './bundles.js'
import { packedPackage } from './packed.js'

// What a page pays for what it imports: each bundler shakes off the entries, and the functions, that a program does not use.

const folder = await packedPackage()

/** Texts that only one entry has in it. */
const marks = {
  'modelcar/admission': 'MirrorPod',
  'modelcar/kserve': 'internal.serving.kserve.io/',
  'modelcar/testing': 'kube-api-access-',
  immer: 'immer-state',
} as const

interface Case {
  readonly name: string
  readonly from: string
  /** In kB, gzipped, of the largest of the three. */
  readonly budget: number
  /** What comes with it, beside its own entry. */
  readonly brings: readonly (keyof typeof marks)[]
}

const cases: readonly Case[] = [
  { name: 'injectModelcar', from: 'modelcar', budget: 53.7, brings: ['immer'] },
  { name: 'applyOverlay', from: 'modelcar', budget: 43.6, brings: ['immer'] },
  { name: 'mapPodSpecs', from: 'modelcar', budget: 8, brings: [] },
  { name: 'isModelcarError', from: 'modelcar', budget: 4, brings: [] },
  { name: 'listMapKeys', from: 'modelcar', budget: 4, brings: [] },
  { name: 'admit', from: 'modelcar/admission', budget: 65.9, brings: ['immer'] },
  { name: 'outcomeOf', from: 'modelcar/admission', budget: 1, brings: [] },
  { name: 'resolveInjection', from: 'modelcar/kserve', budget: 26.6, brings: [] },
  { name: 'expectLaws', from: 'modelcar/testing', budget: 34, brings: [] },
]

const kB = (bytes: number): string => (bytes / 1000).toFixed(1)
const table: string[] = []
afterAll(() => console.log(['kB, gzipped, of what is imported alone (budget)', ...table].join('\n')))

describe.each(Object.entries(bundlers))('%s', (bundler, bundle) => {
  test.each(cases)('$name of $from', async ({ name, from, budget, brings }) => {
    const entry = `${bundler}-${name}.mjs`
    await writeFile(join(folder, entry), `import { ${name} } from '${from}'\nglobalThis.used = ${name}\n`)
    const code = await bundle(folder, entry, `${bundler}-${name}.out.mjs`)
    table.push(`${bundler.padEnd(8)} ${name.padEnd(16)} ${kB(sizeOf(code)).padStart(5)} (${budget})`)
    const others = Object.entries(marks).filter(([part, mark]) => part !== from && code.includes(mark))
    expect(others.map(([part]) => part)).toEqual(brings)
    expect(sizeOf(code)).toBeLessThanOrEqual(budget * 1000)
    expect(code).not.toMatch(/process\.env/)
  })

  test('what it makes of the whole package works', async () => {
    const output = join(folder, `${bundler}-use.out.mjs`)
    await writeFile(output, await bundle(folder, 'worker.mjs', `${bundler}-worker.mjs`))
    const { default: worker } = (await import(output)) as { default: { answers(): unknown } }
    expect(worker.answers()).toMatchObject({ isSettled: true, response: { allowed: true }, refused: ['HostPID'] })
  })
})

test('the marks are in what they mark', async () => {
  for (const [part, mark] of Object.entries(marks)) {
    await writeFile(join(folder, 'whole.mjs'), `import * as all from '${part}'\nglobalThis.used = all\n`)
    expect(await bundlers['esbuild']!(folder, 'whole.mjs', ''), part).toContain(mark)
  }
})
