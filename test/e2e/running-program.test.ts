import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { makeFolder, startProgram, until } from './harness.js'

const abandon = join(import.meta.dirname, 'control-plane/abandon.ts')

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('after %s nothing is left', async (signal) => {
  const run = spawn(process.execPath, ['--import', 'tsx', abandon], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(run.stdout), 'line')) as [string]
  const { folder, pid } = JSON.parse(line) as { folder: string; pid: number }
  expect([existsSync(folder), isRunning(pid)]).toEqual([true, true])

  run.kill(signal)
  await until(`${folder} is removed`, () => (existsSync(folder) ? undefined : true))
  expect(isRunning(pid)).toBe(false)
})

test('a program that ignores SIGTERM is stopped by force', async () => {
  const program = startProgram(makeFolder('deaf'), [
    'sh',
    '-c',
    'trap "" TERM; echo ready; while :; do sleep 0.1; done',
  ])
  await program.until('it ignores SIGTERM', () => program.output().includes('ready') || undefined)
  await program.stop()
  expect(existsSync(program.folder)).toBe(false)
})

test('waiting for a program that ends by itself fails with what it wrote', async () => {
  const program = startProgram(makeFolder('failing'), ['sh', '-c', 'echo no such flag >&2; exit 1'])
  await expect(program.until('it is ready', () => undefined)).rejects.toThrow('sh ended by itself: no such flag')
  expect(existsSync(program.folder)).toBe(false)
})

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
