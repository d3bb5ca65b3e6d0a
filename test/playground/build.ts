import { join } from 'node:path'
import { build } from 'vite'

export const playground = join(import.meta.dirname, '../../examples/playground')

/** Builds the page into a folder, as `vite build` does. */
export async function buildPlayground(outDir: string): Promise<void> {
  await build({ root: playground, logLevel: 'warn', build: { outDir, emptyOutDir: true } })
}
