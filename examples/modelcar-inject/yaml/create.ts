import { Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { isObject } from './json.js'
import { resolve } from './scalars.js'

export type Created = Scalar | YAMLMap | YAMLSeq

/** Makes a node of a JSON value. Texts are quoted where any reader of YAML could take them for something else. */
export function create(value: unknown): Created {
  if (Array.isArray(value)) {
    const list = new YAMLSeq()
    list.items = value.map(create)
    return list
  }
  if (isObject(value)) {
    const map = new YAMLMap()
    map.items = Object.entries(value).map(([key, field]) => createPair(key, field))
    return map
  }
  return scalar(String(value), typeof value !== 'string' ? 'PLAIN' : isBlock(value) ? 'BLOCK_LITERAL' : styleOf(value))
}

export const createPair = (key: string, value: unknown): Pair => new Pair(scalar(key, styleOf(key)), create(value))

const scalar = (text: string, type: Scalar.Type): Scalar => Object.assign(new Scalar(text), { type })

/** Of a first line that begins with white space readers would not know how far the block is indented. */
const isBlock = (text: string): boolean => /^\S[^]*\n./.test(text)

function styleOf(text: string): Scalar.Type {
  if (text.includes('\n')) return 'QUOTE_DOUBLE'
  return resolve(text) !== text || isDoubtful.test(text) ? 'QUOTE_DOUBLE' : 'PLAIN'
}

/** Numbers, times, merges and defaults of YAML 1.1 and 1.2 that are texts to `kubectl`. */
const isDoubtful = /^([-+.\d][-+.:\d_xobeEtTzZ\s]*|<<|=)$/
