import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { findPrograms } from '../../e2e/control-plane/programs.js'

/** The minor version since which `kubectl` splits streams by JSON objects, also where YAML follows. */
const oldest = 33

/** The `kubectl` of the e2e tests where it is built already, else the one on the path, if it is no older. */
const program = [findPrograms().folder ?? '', ...(process.env['PATH'] ?? '').split(delimiter)]
  .map((folder) => join(folder, 'kubectl'))
  .find((file) => existsSync(file) && minorOf(file) >= oldest)

function minorOf(file: string): number {
  const version = execFileSync(file, ['version', '--client', '--output=json'], { encoding: 'utf8' })
  const { clientVersion } = JSON.parse(version) as { readonly clientVersion: { readonly minor: string } }
  return Number.parseInt(clientVersion.minor)
}

export const hasKubectl = program !== undefined

/**
 * What `kubectl` reads in a manifest, items of Lists by themselves. A patch of nothing needs no API server, unlike `create`; it
 * is the same reader.
 *
 * @throws with what `kubectl` prints, for a manifest that it refuses.
 */
export function readByKubectl(manifest: string): readonly unknown[] {
  const args = ['patch', '--local', '--type=merge', '--patch={}', '--output=json', '--filename=-']
  const written = execFileSync(program ?? 'kubectl', args, { input: manifest, encoding: 'utf8', stdio: 'pipe' })
  // One object behind the other, each with its brackets at the beginning of a line.
  return written.split(/^(?=\{)/m).map((text): unknown => JSON.parse(text))
}
