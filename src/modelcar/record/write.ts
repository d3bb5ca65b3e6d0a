import { isList, isObject, readPath } from '../../json.js'
import type { Applied } from './applied.js'
import { recordFields, sides } from './fields.js'

/** What every record begins with. */
export const recordStart = '# modelcar '

/**
 * Writes the record of what a config sets on a container: `# modelcar IMAGE[ FIELD=VALUE]…`, a comment for the shell.
 *
 * Nothing in it can end the comment or mean something to the kubelet: images and amounts have neither white space nor `$` in their
 * grammars, and everything else is written by {@link valueText}.
 *
 * @example
 * recordLine({ image: 'a:1', container: { imagePullPolicy: 'Always' }, follows: { runAsUser: 1000 } })
 * // '# modelcar a:1 follows.runAsUser=1000 imagePullPolicy="Always"'
 */
export function recordLine({ image, container, follows }: Applied): string {
  const { securityContext, imagePullPolicy, resources } = container
  const beginning = recordStart + image + amountsText(resources)
  const isFollowed = follows.runAsUser !== undefined || follows.runAsGroup !== undefined
  // Stryker disable next-line ConditionalExpression: most configs set nothing else; to look for it finds nothing, and takes time.
  if (securityContext === undefined && imagePullPolicy === undefined && !isFollowed) return beginning
  // What is followed is no setting of the config's, so it has a field of its own.
  const set = { ...container, securityContext: { ...(isObject(securityContext) ? securityContext : {}) }, follows }
  for (const key of ['runAsUser', 'runAsGroup'] as const) {
    if (follows[key] !== undefined) Reflect.deleteProperty(set.securityContext, key)
  }
  let line = beginning
  for (const { name, path } of recordFields) {
    const value = readPath(set, path)
    if (value !== undefined && value !== null) line += ` ${name}=${valueText(value)}`
  }
  return line
}

function amountsText(resources: unknown): string {
  if (!isObject(resources)) return ''
  let text = ''
  for (const side of sides) {
    const amounts = resources[side]
    if (!isObject(amounts)) continue
    for (const name of Object.keys(amounts)) {
      const amount = amounts[name]
      if (amount != null) text += ` ${side}.${name}=${typeof amount === 'string' ? amount.trim() : valueText(amount)}`
    }
  }
  return text || ' resources={}'
}

/** What a string may hold as it is: nothing that a shell or the kubelet reads, and no blank. */
const special = /[^A-Za-z0-9._:/,{}[\]-]/g

/**
 * JSON without blanks and with sorted keys, in whose strings every UTF-16 unit but the plain ones is written as `\uXXXX`. There is
 * one text for each value, and it is read by every JSON parser.
 */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return `"${value.replace(special, escape)}"`
  if (isList(value)) return `[${value.map(valueText).join(',')}]`
  if (!isObject(value)) return String(value)
  const fields = Object.keys(value)
    .filter((key) => value[key] != null)
    .sort()
    .map((key) => `${valueText(key)}:${valueText(value[key])}`)
  return `{${fields.join(',')}}`
}

const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
