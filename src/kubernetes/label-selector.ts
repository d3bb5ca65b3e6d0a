import { field, isList, isObject, objectsIn } from '../json.js'

/**
 * The keys of labels that a selector has as well. Of a pod that has such a label, the API server adds its value to the selector
 * (`matchLabelKeys`), and takes no key that is there already.
 *
 * @param others - more keys that it may not have.
 */
export function selectedKeys(keys: readonly unknown[], selector: unknown, others?: unknown): readonly unknown[] {
  const labels = field(selector, 'matchLabels')
  const selected = new Set<unknown>([
    ...Object.keys(isObject(labels) ? labels : {}),
    ...objectsIn(field(selector, 'matchExpressions')).map(({ key }) => key),
    ...(isList(others) ? others : []),
  ])
  return keys.filter((key) => selected.has(key))
}
