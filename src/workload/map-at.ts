import { isList, isObject, type JsonObject } from '../json.js'
import type { Path } from '../patch/edit.js'
import type { Tokens } from './pointer.js'

/** A value that was found, the path that leads to it, and what holds it. */
export type Visit = (value: unknown, path: Path, holder: unknown) => unknown

/**
 * Replaces what tokens lead to by what a function makes of it. What it leaves alone is shared with the input, which is not
 * written to; tokens that lead nowhere change nothing.
 */
export function mapAt(value: unknown, tokens: Tokens, visit: Visit, path: Path = [], holder?: unknown): unknown {
  const [token, ...rest] = tokens
  if (token === undefined) return value === undefined || value === null ? value : visit(value, path, holder)
  if (isList(value)) return mapList(value, token, (entry, index) => mapAt(entry, rest, visit, [...path, index], value))
  if (isObject(value)) return mapObject(value, token, (field, key) => mapAt(field, rest, visit, [...path, key], value))
  return value
}

/** Replaces entries of a list: one, or all for `*`. */
export function mapList(
  list: readonly unknown[],
  token: string,
  map: (entry: unknown, index: number) => unknown,
): readonly unknown[] {
  let copy: unknown[] | undefined
  list.forEach((entry, index) => {
    if (token !== '*' && token !== String(index)) return
    const mapped = map(entry, index)
    if (mapped === entry) return
    copy ??= [...list]
    copy[index] = mapped
  })
  return copy ?? list
}

function mapObject(object: JsonObject, token: string, map: (field: unknown, key: string) => unknown): JsonObject {
  let copy = object
  const keys = token === '*' ? Object.keys(object) : Object.hasOwn(object, token) ? [token] : []
  for (const key of keys) {
    const mapped = map(object[key], key)
    if (mapped !== object[key]) copy = { ...copy, [key]: mapped }
  }
  return copy
}
