import { describe, expect, test } from 'vitest'
import type { LawReport } from '../../src/testing/index.js'
import { LawError, reportText } from '../../src/testing/index.js'

// How a law fared, as a person reads it.

const report = (more: Partial<LawReport>): LawReport => ({
  law: 'pure',
  outcome: 'kept',
  runs: 100,
  refused: 0,
  seed: 7,
  ...more,
})
const broken = (more: object): string =>
  reportText(
    report({
      outcome: 'broken',
      counterexample: { fault: 'pure: wrong', podSpec: { containers: [{ name: 'a' }] }, between: 'nothing', ...more },
    }),
  )
const smallest = ['the smallest pod:', '  containers:', '    - name: a', 'between the calls: nothing']

test.each<[more: Partial<LawReport>, text: string]>([
  [{}, 'pure: kept (100 pods)'],
  [{ runs: 1 }, 'pure: kept (1 pod)'],
  [{ refused: 3 }, 'pure: kept (100 pods, 3 of them refused)'],
  [{ outcome: 'untested', runs: 0 }, 'pure: nothing was tested, as no pod was asked about'],
  [{ outcome: 'untested', runs: 5, refused: 5 }, 'pure: nothing was tested, as all of 5 pods were refused'],
  [
    { outcome: 'untested', runs: 5, refused: 5, refusal: 'Error: no' },
    'pure: nothing was tested, as all of 5 pods were refused; the first one: Error: no',
  ],
  [
    { outcome: 'untested', runs: 5, refused: 1 },
    'pure: nothing was tested, as none of 5 pods was changed: does it look for a name, a label or an annotation',
  ],
])('%j', (more, text) => {
  expect(reportText(report(more))).toBe(text)
})

describe('of a law that is broken', () => {
  test('the fault, the pod and the seed are told', () => {
    expect(broken({}).split('\n')).toEqual(['pure: wrong', '', ...smallest, 'calls: one call', 'repeat it with seed 7'])
  })

  test('so are the calls, what came between, details, and what changed', () => {
    const text = broken({
      between: 'AlwaysPullImages (0)',
      calls: ['first call', 'second call'],
      details: ['a text', { a: 1 }],
      before: { a: 1, b: 2 },
      after: { a: 1, b: 3 },
    })
    expect(text.split('\n')).toEqual([
      'pure: wrong',
      '  a text',
      '  {"a":1}',
      '',
      ...smallest.slice(0, -1),
      'between the calls: AlwaysPullImages (0)',
      'calls: first call, second call',
      'what changed:',
      '    a: 1',
      '  - b: 2',
      '  + b: 3',
      'repeat it with seed 7',
    ])
  })

  test('at most six details and two hundred lines are', () => {
    const details = Array.from({ length: 8 }, (_, at) => `detail ${at}`)
    const containers = (count: number): object => ({ args: Array.from({ length: count }, (_, at) => at) })
    const lines = (count: number): string[] =>
      broken({ details, podSpec: containers(count), before: {}, after: containers(count) }).split('\n')
    expect(lines(3).slice(1, 8)).toEqual([...details.slice(0, 6).map((each) => `  ${each}`), ''])
    expect(lines(199)).toHaveLength(1 + 6 + 2 + 200 + 2 + 1 + 200 + 2)
    const long = lines(205)
    expect(long.filter((line) => line.startsWith('  … and '))).toEqual(['  … and 6 more lines', '  … and 7 more lines'])
    expect(long.slice(208, 210)).toEqual(['    - 198', '  … and 6 more lines'])
  })

  test('all reports are in the error, which shows them only in its text', () => {
    const error = new LawError([report({}), report({ law: 'total', runs: 1 })])
    expect(error.message).toBe('pure: kept (100 pods)\n\ntotal: kept (1 pod)\n')
    expect([String(error).split(':')[0], error.reports.length, Object.keys(error)]).toEqual(['LawError', 2, ['name']])
  })
})
