import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { buildPrograms, findPrograms } from '../e2e/control-plane/programs.js'
import { lifeline, makeFolder } from '../e2e/control-plane/running-program.js'
import { watchStarters } from './namespaces/starters.js'
import { whyNoNode, whyNoOtherRuntimes } from './programs/machine.js'
import { buildNodePrograms, findNodePrograms } from './programs/programs.js'

// Runs a program in namespaces in which a node can be started, once the programs are built:
//   tsx test/node/within.ts <program> [argument…]
// Nothing of it is left when this ends, whatever ended it.

const why = whyNoNode()
if (why === undefined) await run(process.argv.slice(2))
else console.warn(`SKIPPED: the tests on a node: ${why}`)

async function run(command: readonly string[]): Promise<void> {
  const [controlPlane, node] = [findPrograms(), findNodePrograms()]
  if (controlPlane.folder !== undefined) await buildPrograms(controlPlane)
  if (node.folder !== undefined) await buildNodePrograms(node)
  // Namespaces within namespaces have no network, and no use for them.
  const whyNotAll = process.env['TMPDIR'] === '/run/tmp' ? undefined : await whyNoOtherRuntimes()
  if (whyNotAll !== undefined) console.warn(`SKIPPED: the tests on other runtimes: ${whyNotAll}`)

  const enter = join(import.meta.dirname, 'namespaces/enter')
  const entered = ['setpriv', '--pdeathsig', 'TERM', enter, 'env', `--chdir=${process.cwd()}`, ...command]
  const child = spawn(lifeline, [makeFolder('node'), ...entered], {
    stdio: ['pipe', 'inherit', 'inherit'],
    detached: true,
  })
  const stopping = new AbortController()
  stopping.signal.addEventListener('abort', () => child.stdin.end())
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort())
  const areStartersThere = watchStarters()
  setInterval(() => areStartersThere() || stopping.abort(), 200).unref()
  const [code] = (await once(child, 'close')) as [number | null]
  process.exitCode = stopping.signal.aborted ? 130 : (code ?? 1)
}
