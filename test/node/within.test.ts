import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { until } from '../e2e/harness.js'
import { childrenOf, cgroupsOf, commandOf, processesIn, standingMounts } from './namespaces/traces.js'

// What is left of namespaces that ended. They are made inside of those that these tests run in.

const within = join(import.meta.dirname, 'within.ts')
const enter = join(import.meta.dirname, 'namespaces/enter')
const abandon = join(import.meta.dirname, 'namespaces/abandon.ts')
const tsx = [process.execPath, '--import', 'tsx'] as const

const runs = ['sh', '-c', 'echo it runs; sleep 1000']

/** What runs, and who is killed by what. */
const endings = [
  {
    title: 'it ends by itself',
    command: ['sh', '-c', 'sleep 1000 & echo it runs; sleep 1; exit 7'],
    victims: [],
    code: 7,
  },
  { title: 'after SIGINT', command: runs, victims: ['starter'], signal: 'SIGINT', code: 130 },
  { title: 'after SIGTERM', command: runs, victims: ['starter'], signal: 'SIGTERM', code: 130 },
  {
    title: 'after SIGKILL, with a node and a pod',
    command: [...tsx, abandon],
    victims: ['starter'],
    signal: 'SIGKILL',
    code: null,
  },
  { title: 'after SIGKILL to npm', command: runs, by: 'npm', victims: ['npm'], signal: 'SIGKILL', code: null },
  { title: 'after SIGTERM to npm', command: runs, by: 'npm', victims: ['npm'], signal: 'SIGTERM', code: null },
  {
    title: 'after SIGKILL to all, with a node and a pod',
    command: [...tsx, abandon],
    victims: ['starter', 'lifeline', 'enter'],
    signal: 'SIGKILL',
    code: null,
  },
] as const

test.each(endings)('nothing is left: $title', async ({ command, victims, code, ...how }) => {
  const mounts = standingMounts()
  const [program, ...args] = [...('by' in how ? ['npm', 'exec', '--offline', '--', 'tsx'] : tsx), within, ...command]
  const run = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(run, 'exit') as Promise<[number | null]>
  const [line] = (await once(createInterface(run.stdout), 'line')) as [string]
  expect(line).toMatch(/ runs$/)

  const started = (by: number, name: string): number | undefined =>
    childrenOf(by).find((each) => commandOf(each).some((word) => word.endsWith(`/${name}`)))
  // npm puts a shell and a loader in between.
  let starter = run.pid!
  while (started(starter, 'lifeline') === undefined) starter = childrenOf(starter)[0]!
  const lifeline = started(starter, 'lifeline')!
  const processes = { npm: run.pid!, starter, lifeline, enter: started(lifeline, 'enter')! }
  const [folder] = commandOf(lifeline).filter((word) => word.includes('modelcar-e2e-node-'))
  const branch = `modelcar-node-${processes.enter}`
  expect(existsSync(folder!)).toBe(true)
  expect(cgroupsOf(branch).length).toBeGreaterThan(5)
  expect(processesIn(branch).length).toBeGreaterThan(1)
  expect(standingMounts()).toEqual(mounts)

  for (const victim of victims) process.kill(processes[victim], 'signal' in how ? how.signal : undefined)
  expect((await exited)[0]).toBe(code)
  await until('its cgroups are removed', () => cgroupsOf(branch).length === 0 || undefined)
  expect(processesIn(branch)).toEqual([])
  expect(standingMounts()).toEqual(mounts)
  // Where nobody is left who could remove it, the folder stays; it is empty.
  if (victims.length > 1) rmdirSync(folder!)
  await until('its folder is removed', () => !existsSync(folder!) || undefined)
})

test('cgroups that earlier runs left, also one of the same number, are no hindrance, and go', async () => {
  const text = `
parent=/sys/fs/cgroup/pids/modelcar-node-
mkdir $parent$$ $parent$$/pod "$parent"4999999 "$parent"4999999/pod
echo $$
exec "$1" echo it runs`
  const { status, stdout } = spawnSync('sh', ['-c', text, 'sh', enter], { encoding: 'utf8' })
  const [number, ...lines] = stdout.split('\n')
  expect([status, lines]).toEqual([0, ['it runs', '']])
  for (const each of [number, '4999999'])
    await until('its cgroups are removed', () => cgroupsOf(`modelcar-node-${each}`).length === 0 || undefined)
})

test('where a cgroup cannot be made, nothing runs, and those that could be made are removed', () => {
  const text = 'mount -t tmpfs -o ro tmpfs /sys/fs/cgroup/pids && echo $$ && exec "$1" echo it runs'
  const { status, stdout, stderr } = spawnSync('unshare', ['--mount', 'sh', '-c', text, 'sh', enter], {
    encoding: 'utf8',
  })
  expect([status, stdout]).toEqual([1, expect.stringMatching(/^\d+\n$/)])
  expect(stderr).toContain('Read-only file system')
  expect(cgroupsOf(`modelcar-node-${stdout.trim()}`)).toEqual([])
})
