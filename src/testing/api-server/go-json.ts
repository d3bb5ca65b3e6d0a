import { fieldsOf } from '../json.js'
import { structTypes } from './schema.js'

/** Names of Go that are not JSON's with a capital letter. */
const goNames: Readonly<Record<string, string>> = {
  seLinuxOptions: 'SELinuxOptions',
  gmsaCredentialSpecName: 'GMSACredentialSpecName',
  gmsaCredentialSpec: 'GMSACredentialSpec',
}

/** Writes a decoded value as the JSON of Go's own type, as some messages of the API server have it: every field, by its name in Go. */
export function goJson(type: string, value: unknown): string {
  const fields = Object.entries(structTypes[type] ?? {}).map(([key, notation]) => {
    const name = goNames[key] ?? `${key.charAt(0).toUpperCase()}${key.slice(1)}`
    return `${JSON.stringify(name)}:${fieldJson(notation.replace(/!$/, ''), fieldsOf(value)[key])}`
  })
  return `{${fields.join(',')}}`
}

function fieldJson(type: string, value: unknown): string {
  const bare = type.replace(/^\*/, '')
  if (value !== undefined) return bare in structTypes ? goJson(bare, value) : JSON.stringify(value)
  return type === 'string' ? '""' : 'null'
}
