import { join } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '..')

/** The package's entries by the names that users import, each with the source that it is built from; `modelcar` itself comes last. */
export const sources: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(packageJson.exports)
    .filter((entry) => entry !== './package.json')
    .map((entry): [string, string] => [`modelcar${entry.slice(1)}`, join(root, `src${entry.slice(1)}/index.ts`)])
    .sort(([left], [right]) => right.length - left.length),
)
