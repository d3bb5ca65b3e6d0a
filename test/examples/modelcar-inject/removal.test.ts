import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { injection, removal } from '../../../examples/modelcar-inject/injection.js'
import { changeManifest } from '../../../examples/modelcar-inject/manifest.js'
import type { ChangePodSpec } from '../../../examples/modelcar-inject/map-document.js'
import { isObject } from '../../../examples/modelcar-inject/yaml/json.js'
import { readDocument } from '../../../examples/modelcar-inject/yaml/document.js'
import { split } from '../../../examples/modelcar-inject/yaml/split.js'
import { runs, seed } from '../../kit/runs.js'
import { manifest } from './manifests.js'

// What is injected and removed again is as if nothing had happened.

const modes = ['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const
type Mode = (typeof modes)[number]
const image = 'registry.example/team/llama:1'
const targets = ['vllm', 'kserve-container']
const into = (mode: Mode): ChangePodSpec => injection({ image, mode, targets })
const remove = removal({ image })

function change(text: string, how: ChangePodSpec): string | undefined {
  const changed = changeManifest(text, how)
  if (changed.text !== undefined) return changed.text
  expect(changed.faults.map(({ message }) => message)).toEqual([expect.stringContaining('nothing is injected')])
  return undefined
}

/** The documents of a text, each with what it means. */
const documentsOf = (text: string) =>
  split(text)
    .map((piece) => ({ text: piece.text, value: readDocument(piece)?.reading.value }))
    .filter(({ value }) => value !== undefined)

/** An empty list is none, and what may be the user's own wish stays. */
function settled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(settled)
  if (!isObject(value)) return value
  const isNothing = (field: unknown): boolean => field === null || (Array.isArray(field) && field.length === 0)
  const fields = Object.entries(value).filter(([key, field]) => !isNothing(field) && key !== 'shareProcessNamespace')
  return Object.fromEntries(fields.map(([key, field]) => [key, settled(field)]))
}

test('generated manifests mean what they meant, with all comments, and documents without a target are the same text all the way', () => {
  fc.assert(
    fc.property(manifest, fc.constantFrom(...modes), ({ text, comments }, mode) => {
      const injected = change(text, into(mode))
      if (injected === undefined) return
      const removed = change(injected, remove) ?? ''
      expect(comments.filter((comment) => !removed.includes(comment))).toEqual([])
      const [before, between, after] = [documentsOf(text), documentsOf(injected), documentsOf(removed)]
      expect(after.map(({ value }) => settled(value))).toEqual(before.map(({ value }) => settled(value)))
      for (const [index, { text: own, value }] of before.entries()) {
        if (!isDeepStrictEqual(between[index]?.value, value)) continue
        expect([between[index]?.text, after[index]?.text]).toEqual([own, own])
      }
      // From here on it is written as the filter writes, so all of it comes back.
      expect(change(change(removed, into(mode)) ?? '', remove)).toBe(removed)
    }),
    { numRuns: Math.ceil(runs / 10), seed },
  )
})

test('a manifest that has no model is the same text, whatever it holds', () => {
  fc.assert(
    fc.property(manifest, ({ text }) => {
      expect(change(text, remove) ?? text).toBe(text)
    }),
    { numRuns: Math.ceil(runs / 10), seed },
  )
})

describe.each(['helm', 'kustomize', 'kubectl-get'])('what %s prints', (program) => {
  const output = readFileSync(join(import.meta.dirname, 'outputs', `${program}.yaml`), 'utf8')
  /** Helm's templates leave blanks alone on a line, and a `{}` on a line of its own. */
  const tidy = output.replace(/^ +$/gm, '').replace(/:\n +\{\}$/gm, ': {}')

  test.each(modes)('comes back byte for byte from mode %s', (mode) => {
    const injected = change(output, into(mode)) ?? ''
    expect(injected).toContain(image)
    const removed = change(injected, remove)
    expect(removed?.replace(/^ *shareProcessNamespace: true\n/m, '')).toBe(tidy)
    expect(removed?.includes('shareProcessNamespace')).toBe(mode.endsWith('sidecar'))
  })

  test('keeps every line', () => {
    const lines = (change(output, into('sidecar')) ?? '').split('\n')
    expect(tidy.split('\n').filter((line) => !lines.includes(line))).toEqual([])
  })
})
