import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A mounted Secret or ConfigMap. */
export interface Volume {
  /** The path of one of its files. */
  path(name: string): string
  /** Changes all files at once, as the kubelet does. */
  write(files: Readonly<Record<string, string>>): void
  /** Links to one of its files, as it is done when it is mounted. */
  link(name: string): void
  remove(): void
}

/**
 * Lays files out as the kubelet's AtomicWriter does: `tls.crt` links to `..data/tls.crt`, and `..data` to a directory that is replaced
 * as a whole, by renaming a new link over the old one.
 */
export function mount(files: Readonly<Record<string, string>>): Volume {
  const root = mkdtempSync(join(tmpdir(), 'modelcar-volume-'))
  let version = 0
  const write = (content: Readonly<Record<string, string>>): void => {
    const directory = `..version-${String(version++)}`
    mkdirSync(join(root, directory))
    for (const [name, text] of Object.entries(content)) writeFileSync(join(root, directory, name), text)
    symlinkSync(directory, join(root, '..data_tmp'))
    renameSync(join(root, '..data_tmp'), join(root, '..data'))
  }
  write(files)
  const link = (name: string): void => symlinkSync(join('..data', name), join(root, name))
  Object.keys(files).forEach(link)
  return { path: (name) => join(root, name), write, link, remove: () => rmSync(root, { recursive: true }) }
}
