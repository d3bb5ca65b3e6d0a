import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The webhook server's example. */
export const example = join(import.meta.dirname, '../../../examples/webhook-server')

/** The manifests in a folder of the test's own, where an overlay can get its certificate. */
export function copyManifests(folder: string): string {
  const copy = join(folder, 'manifests')
  cpSync(join(example, 'manifests'), copy, { recursive: true })
  return copy
}

/** The text of one of the manifests' files. */
export const readManifest = (name: string): string => readFileSync(join(example, 'manifests', name), 'utf8')

/** The README's block of shell commands that begins so. */
export function commandsOf(start: string): string {
  const blocks = [...readManifest('README.md').matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block)
  const found = blocks.filter((block) => block.startsWith(start))
  if (found.length !== 1)
    throw new Error(`expected one block of the README that begins with ${start}, found ${found.length}`)
  return found[0]!
}
