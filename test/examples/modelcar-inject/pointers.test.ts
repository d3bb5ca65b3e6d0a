import fc from 'fast-check'
import { mapPodSpecs } from 'modelcar'
import { describe, expect, test } from 'vitest'
import { injection } from '../../../examples/modelcar-inject/injection.js'
import { changeManifest } from '../../../examples/modelcar-inject/manifest.js'
import { runs, seed } from '../../kit/runs.js'

// Custom resources, at whatever depth of Lists they are.

const image = 'registry.example/team/llama:1'
const change = injection({ image, mode: 'image-volume', targets: ['vllm'] })
const podSpec = (name: string): object => ({ containers: [{ name, image: 'server:1' }] })
const deployment = (name: string): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: { template: { spec: podSpec(name) } },
})
const set = (spec: object): object => ({
  apiVersion: 'example.com/v1',
  kind: 'ModelSet',
  metadata: { name: 'set' },
  spec,
})

const written = (document: object): string => `${JSON.stringify(document)}\n`
const wanted = (document: object, pointers: readonly string[]): object =>
  mapPodSpecs(
    document,
    (spec) => {
      const changed = change(spec)
      return 'left' in changed ? spec : changed.podSpec
    },
    { pointers },
  ).object

const key = fc.constantFrom('leader', 'worker', 'a/b', 'c~d', '~1', '*', '', '0', 'items', 'a b', '__proto', 'ünï')
const escaped = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1')

/** An object with pod specs below a path of keys, and the pointer to them. */
const custom = fc
  .tuple(fc.array(key, { minLength: 1, maxLength: 4 }), fc.array(fc.constantFrom('vllm', 'proxy'), { maxLength: 3 }))
  .map(([keys, names]) => ({
    object: set(keys.reduceRight<object>((below, each) => ({ [each]: below }), { list: names.map(podSpec) })),
    pointer: `/spec${keys.map((each) => `/${escaped(each)}`).join('')}/list/*`,
  }))

const nested = fc
  .array(custom, { minLength: 1, maxLength: 4 })
  .chain((customs) => fc.tuple(fc.constant(customs), fc.array(fc.nat(2), { maxLength: 6 }), fc.boolean(), fc.boolean()))
  .map(([customs, levels, hasTarget, isPointed]) => {
    const items = [...customs.map(({ object }) => object), deployment(hasTarget ? 'vllm' : 'proxy')]
    const document = levels.reduce<object>(
      (inner, place) => {
        const beside = [deployment('beside'), set({})].slice(0, place)
        return { apiVersion: 'v1', kind: 'List', items: [...beside, inner] }
      },
      { apiVersion: 'v1', kind: 'List', items },
    )
    return { document, pointers: isPointed ? customs.map(({ pointer }) => pointer) : [] }
  })

test('what pointers lead to in nested Lists is injected, and nothing else', () => {
  let injected = 0
  fc.assert(
    fc.property(nested, ({ document, pointers }) => {
      const { text, notes } = changeManifest(written(document), change, { pointers })
      const expected = wanted(document, pointers)
      if (text === undefined) {
        expect(expected).toEqual(document)
        return
      }
      injected += 1
      expect(JSON.parse(text)).toEqual(expected)
      expect(changeManifest(text, change, { pointers }).text).toBe(text)
      if (pointers.length > 0) expect(notes.filter(({ message }) => message.includes('is not known'))).toEqual([])
    }),
    { numRuns: Math.ceil(runs / 5), seed },
  )
  expect(injected).toBeGreaterThan(runs / 20)
})

test('the pointers that it tells lead to all that looks like a pod spec', () => {
  fc.assert(
    fc.property(nested, ({ document }) => {
      const { notes } = changeManifest(written(document), change)
      const told = notes.flatMap(({ message }) =>
        [...message.matchAll(/--pointer '([^']*)'/g)].map(([, each]) => each ?? ''),
      )
      const { text, notes: left } = changeManifest(written(document), change, { pointers: told })
      expect(left.filter(({ message }) => message.includes('is not known'))).toEqual([])
      if (text !== undefined) expect(JSON.parse(text)).toEqual(wanted(document, told))
    }),
    { numRuns: Math.ceil(runs / 10), seed },
  )
})

describe('a document that lies in itself has no end, and is refused', () => {
  test.each([
    ['by a List', 'kind: List\napiVersion: v1\nitems: &a\n- kind: List\n  items: *a\n', 'items[0].items'],
    ['by its metadata', '&a\nkind: Pod\nmetadata: *a\nspec: {containers: [{name: vllm}]}\n', 'metadata'],
  ])('%s', (_, text, field) => {
    expect(changeManifest(text, change).faults).toEqual([
      { where: 'document 1', field, message: '*a: the anchor has this alias inside' },
    ])
  })
})

describe('a pointer to what is no pod spec is a fault', () => {
  const object = written(set({ template: { spec: podSpec('vllm') } }))
  test.each([
    ['/metadata', 'metadata.containers: expected a list of containers, found nothing'],
    [
      '/spec/template/spec/containers',
      'spec.template.spec.containers: ModelSet "set": expected an object, found a list',
    ],
  ])('%s', (pointer, fault) => {
    const { text, faults } = changeManifest(object, change, { pointers: [pointer] })
    expect(text).toBeUndefined()
    expect(faults.map(({ field, message }) => `${field}: ${message}`)).toEqual([fault])
  })
})

describe('what is behind a document is told', () => {
  const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: vllm}]}'
  const odd = 'kubectl reads nothing from the line "---" on, as no line feed is in front of it; end lines by line feeds'
  const end = 'kubectl reads nothing of what is behind the line "..."; begin a document by a line "---"'
  test.each([
    ['another behind the end', `${pod}\n...\nkind: Pod\n`, [end]],
    ['a comment behind the end', `${pod}\n...\n# kind: Pod\n`, []],
    ['another behind a comment that a carriage return ends', `${pod}\n...\n# c\rkind: Pod\n`, [end]],
    ['another behind a carriage return', `${pod.replaceAll('\n', '\r')}\r---\rkind: Pod\r`, [odd]],
    ['another behind U+2028', `${pod}\u2028---\u2028kind: Pod\n`, [odd]],
    ['one that begins beside its ---', `${pod}\r--- {kind: Pod}\r`, [odd]],
    ['comments behind a carriage return', `${pod}\r---\r# c\r`, []],
  ])('%s', (_, text, messages) => {
    const { text: out, notes } = changeManifest(text, change)
    expect(out).toContain(image)
    expect(notes.map(({ message }) => message)).toEqual(messages)
  })
})
