import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { until } from '../e2e/harness.js'
import { childrenOf, cgroupsOf, commandOf, processesIn, standingMounts } from './namespaces/traces.js'

// What is left of namespaces that ended. They are made inside of those that these tests run in.

const within = join(import.meta.dirname, 'within.ts')
const abandon = join(import.meta.dirname, 'namespaces/abandon.ts')
const tsx = [process.execPath, '--import', 'tsx'] as const

/** What runs, and how it ends. */
const endings = [
  { title: 'it ends by itself', command: ['sh', '-c', 'sleep 1000 & echo it runs; sleep 1'], signal: undefined },
  { title: 'after SIGINT', command: ['sh', '-c', 'echo it runs; sleep 1000'], signal: 'SIGINT' },
  { title: 'after SIGTERM', command: ['sh', '-c', 'echo it runs; sleep 1000'], signal: 'SIGTERM' },
  { title: 'after SIGKILL, with a node and a pod', command: [...tsx, abandon], signal: 'SIGKILL' },
] as const

test.each(endings)('nothing is left: $title', async ({ command, signal }) => {
  const mounts = standingMounts()
  const run = spawn(tsx[0], [...tsx.slice(1), within, ...command], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(run.stdout), 'line')) as [string]
  expect(line).toMatch(/ runs$/)

  const lifeline = childrenOf(run.pid!).find((each) => commandOf(each).some((word) => word.endsWith('/lifeline')))!
  const enter = childrenOf(lifeline).find((each) => commandOf(each).some((word) => word.endsWith('/enter')))!
  const [folder] = commandOf(lifeline).filter((word) => word.includes('modelcar-e2e-node-'))
  const branch = `modelcar-node-${enter}`
  expect(existsSync(folder!)).toBe(true)
  expect(cgroupsOf(branch).length).toBeGreaterThan(5)
  expect(processesIn(branch).length).toBeGreaterThan(1)
  expect(standingMounts()).toEqual(mounts)

  if (signal !== undefined) run.kill(signal)
  await until('its folder is removed', () => !existsSync(folder!) || undefined)
  expect(processesIn(branch)).toEqual([])
  expect(cgroupsOf(branch)).toEqual([])
  expect(standingMounts()).toEqual(mounts)
})
