import { describe, expect, test } from 'vitest'

import recorded from '../fixtures/shell/kubelet-expansion.json' with { type: 'json' }
import { expandCommand, expandCommandByOldKubelet } from './kubelet-expansion.js'

interface Case {
  readonly input: string
  readonly output: string
  readonly before?: string
}

const environment = recorded.environment
const cases: readonly Case[] = recorded.cases

describe("the kubelet's expansion of command and args", () => {
  test.each([
    ['$$', '$', 'an escaped operator'],
    ['$$$$', '$$', 'the PID of the shell, as the texts write it'],
    ['$(A)', '1', 'a reference'],
    ['$$(A)', '$(A)', 'an escaped reference'],
    ['$$$(A)', '$1', 'an escaped operator before a reference'],
    ['$(NONE)', '$(NONE)', 'a reference to an unknown variable'],
    ['$(B)', '$(A)', 'a value that holds a reference'],
    ['$(A', '$(A', 'an unclosed reference'],
    ['${A} $A $', '${A} $A $', "the shell's own syntax"],
    ['$é $$é', '$é $é', 'a character of several bytes behind the operator'],
  ])('%j becomes %j: %s', (input, output) => {
    expect(expandCommand(input, environment)).toBe(output)
  })

  test('is that of the kubelet, for every recorded text', () => {
    expect(cases.length).toBeGreaterThan(200)
    const outcomes = cases.map(({ input }) => ({ input, output: expandCommand(input, environment) }))
    expect(outcomes).toEqual(cases.map(({ input, output }) => ({ input, output })))
  })

  test('is that of a kubelet before kubernetes#136325, for every recorded text', () => {
    const broken = cases.filter(({ before }) => before !== undefined)
    expect(broken.length).toBeGreaterThan(20)
    const outcomes = cases.map(({ input }) => expandCommandByOldKubelet(input, environment).toString('hex'))
    expect(outcomes).toEqual(cases.map(({ output, before }) => before ?? Buffer.from(output).toString('hex')))
  })
})
