import { parse } from 'yaml'

/** What is wrong with the text of a field, by its path. */
export interface Fault {
  readonly field: string
  readonly message: string
}

/** The value of a text of YAML, or why it has none. */
export function parseYaml(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    const value: unknown = parse(text, { logLevel: 'error' })
    return { value }
  } catch (error) {
    // The further lines draw the place.
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    return { fault: `expected YAML: ${first.replace(/:$/, '')}` }
  }
}
