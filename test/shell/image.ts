import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

import { program, type ShellName } from './programs.js'

/** The programs that KServe's texts call, and all that an image of a model may be expected to have beside its shell. */
export const modelTools = ['ls', 'ln', 'mkdir', 'sleep'] as const
export const serverTools = [...modelTools, 'cat'] as const

/** A small file system with one shell as `sh`: the layers of an image, of which every container gets a root of its own. */
export interface Image {
  readonly directory: string
}

export function buildImage(directory: string, shell: ShellName, tools: readonly string[]): Image {
  mkdirSync(join(directory, 'bin'), { recursive: true })
  install(directory, program(shell), `/bin/${shell}`)
  symlinkSync(shell, join(directory, 'bin/sh'))
  for (const tool of tools) {
    if (shell === 'busybox') symlinkSync('busybox', join(directory, 'bin', tool))
    else install(directory, program(tool), `/bin/${tool}`)
  }
  return { directory }
}

/** Copies a program of this machine into the image, with the libraries that it is linked with. */
export function install(directory: string, from: string, to: string): void {
  copy(from, join(directory, to))
  const { stdout } = spawnSync('ldd', [from], { encoding: 'utf8' })
  // A static program has none, and ldd says so in words.
  for (const library of stdout.match(/(?<=\s)\/\S+/g) ?? []) copy(library, join(directory, library))
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  copyFileSync(realpathSync(from), to)
  chmodSync(to, 0o755)
}

/** Makes a container's root: the image, the directories that every runtime adds, and the files given. */
export function createRoot(image: Image, root: string, files: Readonly<Record<string, string>> = {}): string {
  linkTree(image.directory, root)
  chmodSync(root, 0o755)
  for (const directory of ['proc', 'dev']) mkdirSync(join(root, directory))
  writeFileSync(join(root, 'dev/null'), '', { mode: 0o666 })
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) linkTree(source, target)
    else linkSync(source, target)
  }
}
