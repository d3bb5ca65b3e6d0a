import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRecord } from '../../src/modelcar/record/read.js'
import { modelsIn } from '../kit/config.js'
import { entriesOf } from '../../src/testing/json.js'
import { attempt } from '../kit/refusal.js'
import { check } from '../kit/runs.js'
import { inject } from '../laws/subject.js'
import { tally } from '../laws/tally.js'
import { hostileText, recordedConfig, settingsIn } from './configured.js'

// Only in a user namespace may a container have an unmasked /proc.
const server = () => ({ hostUsers: false, containers: [{ name: 'kserve-container', image: 'server:1' }] })

describe('the record of a container', () => {
  test('is what the config set on it: what was written is read back', () => {
    const runs = tally('what is recorded')
    check(
      fc.property(recordedConfig, (config) => {
        const outcome = attempt(() => inject(server(), { ...config, targets: ['kserve-container'] }))
        if ('refusal' in outcome) return runs.count('refused')
        runs.count('held')
        const all = [...entriesOf(outcome.result['containers']), ...entriesOf(outcome.result['initContainers'])]
        for (const { image, sidecar, initContainer } of modelsIn(config)) {
          for (const container of all.filter(({ name }) => name === sidecar || name === initContainer)) {
            const settings = settingsIn(config, container['name'] === initContainer)
            expect(readRecord(container)).toEqual({ image, container: settings, follows: {} })
          }
        }
      }),
    )
    runs.expectHeld(0.6)
  })

  test('is a line of plain characters, in which nothing can end the comment', () => {
    check(
      fc.property(recordedConfig, (config) => {
        const outcome = attempt(() => inject(server(), { ...config, targets: ['kserve-container'] }))
        if ('refusal' in outcome) return
        const all = [...entriesOf(outcome.result['containers']), ...entriesOf(outcome.result['initContainers'])]
        for (const { command } of all.slice(1)) {
          const [line, ...rest] = String((command as string[])[2]).split('\n')
          expect(line).toMatch(/^# modelcar [\x21-\x23\x25-\x7e]+(?: [\w.-]+=[\x21-\x23\x25-\x7e]+)*$/)
          // The lines behind it are the same whatever is recorded.
          expect(rest.join('\n')).not.toContain('/ran')
        }
      }),
    )
  })

  test('is read from any command, and nothing is thrown', () => {
    const line = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            ' ',
            '=',
            'limits.cpu=1',
            'follows.runAsUser=',
            'securityContext.seccompProfile=',
            'imagePullPolicy=',
          ),
          fc.constantFrom(
            '"Always"',
            '{}',
            '[]',
            '{"type":',
            '[[[[',
            '1e999',
            '-0',
            '-1',
            '"\\u000a"',
            '"\\u0041"',
            'null',
          ),
          hostileText,
        ),
        { maxLength: 12, size: 'max' },
      )
      .map((parts) => `# modelcar ${parts.join('')}`)
    const text = fc.oneof(line, fc.anything())
    check(
      fc.property(fc.array(text, { maxLength: 3 }), fc.anything(), text, (words, args, third) => {
        readRecord({ command: ['sh', '-c', third] })
        readRecord({ command: ['sh', '-c', ...words], args })
        readRecord({ command: third, args: words })
      }),
    )
  })
})
