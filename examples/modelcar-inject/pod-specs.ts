import { isObject } from './yaml/json.js'

/**
 * Looks for what is like a pod spec in an object of any kind: a list of containers that have names.
 *
 * @returns JSON pointers, in which `*` stands for every element of a list.
 */
export function podSpecsIn(object: unknown): readonly string[] {
  const found = new Set<string>()
  const seen = new Set<unknown>()
  const open = [{ value: object, pointer: '' }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, pointer } = next
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    if (isObject(value) && isContainerList(value.containers)) found.add(pointer)
    for (const [key, field] of Object.entries(value)) {
      open.push({ value: field, pointer: `${pointer}/${Array.isArray(value) ? '*' : escape(key)}` })
    }
  }
  return [...found].sort()
}

const isContainerList = (value: unknown): boolean =>
  Array.isArray(value) && value.some((entry: unknown) => isObject(entry) && typeof entry.name === 'string')

/** RFC 6901, section 3. */
const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1')
