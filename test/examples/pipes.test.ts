import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { bundle } from './bundle.js'

// `EXAMPLE | head`: whoever reads may stop before all is written, and that is no fault.

const manifest = `kind: Pod\nspec: { containers: [{ name: kserve-container }] }\n---\nkind: ConfigMap\ndata: { a: ${'x'.repeat(1e6)} }\n`

/** Runs a program whose output nobody reads from the start, so that its first write fails already. */
async function runUnread(file: string, args: readonly string[]): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, [file, ...args], { timeout: 60_000 })
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  child.stdout.destroy()
  child.stdin.on('error', () => undefined)
  child.stdin.end(manifest)
  const stderr = await text(child.stderr)
  return { code: await exit, stderr }
}

describe('an example ends quietly where nobody reads what it prints', () => {
  test.each<[string, readonly string[]]>([
    ['demo.ts', []],
    ['job-runner/main.ts', []],
    ['modelcar-inject/modelcar-inject.ts', ['--image', 'registry.example/team/llama:1']],
    ['modelcar-laws/modelcar-laws.ts', ['--help']],
    ['sidecar-overlay/sidecar-overlay.ts', []],
  ])('%s', async (entry, args) => {
    expect(await runUnread(await bundle(entry), args)).toEqual({ code: 0, stderr: '' })
  })
})
