import { applyOverlay, includes, preferred } from 'modelcar'
import { describe, expect, test } from 'vitest'
import { overlayOf } from '../../../examples/playground/src/overlay/marked.js'
import { read } from '../../../examples/playground/src/pod/read.js'

const overlay = (text: string): object => {
  const [first] = read(text).documents
  return first === undefined ? {} : overlayOf(first.document)
}

describe('an overlay as YAML', () => {
  test.each<[string, object]>([
    ['spec: { a: 1, b: [x, null] }', { spec: { a: 1, b: ['x', null] } }],
    ['spec: { a: !preferred 30 }', { spec: { a: preferred(30) } }],
    ["spec: { a: !preferred '30' }", { spec: { a: preferred('30') } }],
    ['spec: { a: !preferred true, b: !preferred text }', { spec: { a: preferred(true), b: preferred('text') } }],
    ['spec: { a: !preferred { b: 1 } }', { spec: { a: preferred({ b: 1 }) } }],
    ['spec: { a: !preferred [1, 2] }', { spec: { a: preferred([1, 2]) } }],
    ['spec: { a: !includes [{ b: 1 }] }', { spec: { a: includes([{ b: 1 }]) } }],
    ['a: &x { b: 1 }\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
  ])('%s', (text, expected) => {
    expect(overlay(text)).toEqual(expected)
  })

  test('its marks are those of the library', () => {
    const podSpec = { containers: [{ name: 'a' }], priority: 5, tolerations: [{ key: 'b', operator: 'Exists' }] }
    const marked = overlay('spec: { priority: !preferred 1, tolerations: !includes [{ key: c, operator: Exists }] }')
    expect(applyOverlay(podSpec, marked)).toMatchObject({ priority: 5, tolerations: [{ key: 'b' }, { key: 'c' }] })
  })
})
