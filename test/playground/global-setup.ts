import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildPlayground } from './build.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder with the page as it is built for a static host. */
    built: string
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const built = mkdtempSync(join(tmpdir(), 'modelcar-playground-'))
  await buildPlayground(built)
  project.provide('built', built)
  return () => rmSync(built, { recursive: true })
}
