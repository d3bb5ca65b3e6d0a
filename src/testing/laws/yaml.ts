import { isFields } from '../json.js'

/** Writes a JSON value as lines of YAML, for a person to read. */
export function yamlLines(value: unknown, indent = ''): string[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((entry) => entryLines(entry, indent))
  if (!isFields(value) || Object.keys(value).length === 0) return [`${indent}${scalar(value)}`]
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .flatMap(([key, field]) =>
      isNested(field)
        ? [`${indent}${keyText(key)}:`, ...yamlLines(field, `${indent}  `)]
        : [`${indent}${keyText(key)}: ${scalar(field)}`],
    )
}

function entryLines(entry: unknown, indent: string): string[] {
  const [first = '', ...rest] = yamlLines(entry, `${indent}  `)
  return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest]
}

const isNested = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0

const keyText = (key: string): string => (/^[\w./-]+$/.test(key) ? key : JSON.stringify(key))

/** Text that no reader of YAML takes for anything else stands as it is. */
const plain = /^(?!(?:true|false|null|yes|no|on|off|~)$)[A-Za-z/][\w ./@-]*(?::[\w./@-]+)*$/i

function scalar(value: unknown): string {
  if (typeof value === 'string') return plain.test(value) && !value.endsWith(' ') ? value : JSON.stringify(value)
  return value === undefined ? 'nothing' : JSON.stringify(value)
}
