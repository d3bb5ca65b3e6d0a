import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'

/**
 * A directory to make roots in. Every root has a hard link for each file of its image, and on a disk those take more time than
 * all that is tested, so it is in memory where that can be written and programs run from there.
 */
export function makeScratch(name: string): string {
  for (const parent of ['/dev/shm', tmpdir()]) {
    const directory = tryMake(join(parent, `modelcar-${name}-`))
    if (directory === undefined) continue
    if (runsPrograms(directory)) return directory
    rmSync(directory, { recursive: true })
  }
  throw new Error(`no program runs from ${tmpdir()}`)
}

function tryMake(prefix: string): string | undefined {
  try {
    return realpathSync(mkdtempSync(prefix))
  } catch {
    return undefined
  }
}

function runsPrograms(directory: string): boolean {
  const program = join(directory, 'program')
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o700 })
  const { status } = spawnSync(program)
  rmSync(program)
  return status === 0
}
