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
  const scalar = new Scalar(String(value))
  scalar.type = typeof value !== 'string' ? 'PLAIN' : styleOf(value)
  return scalar
}

export const createPair = (key: string, value: unknown): Pair => new Pair(create(key), create(value))

function styleOf(text: string): Scalar.Type {
  if (/\n./.test(text)) return 'BLOCK_LITERAL'
  return resolve(text) !== text || isDoubtful.test(text) ? 'QUOTE_DOUBLE' : 'PLAIN'
}

/** Numbers, times, merges and defaults of YAML 1.1 and 1.2 that are texts to `kubectl`. */
const isDoubtful = /^([-+.\d][-+.:\d_xobeEtTzZ\s]*|<<|=)$/
