import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { ModelcarConfig } from '../../src/index.js'
import { recordedConfig } from '../record/configured.js'
import { seed } from '../kit/runs.js'
import { shellsFor } from './availability.js'
import { useContainers } from './containers.js'
import { commandLineOf, injectedPod, type Runnable } from './injected-pod.js'
import { expandCommandByOldKubelet, type Environment } from './kubelet-expansion.js'
import { changesOf, readTree } from './tree.js'

/** Variables of a container, each of which ends the comment and leaves a file behind if the kubelet puts it into a record. */
const environment: Environment = { HOME: '\n: > /ran\n', id: '\n: > /ran\n', '': '\n: > /ran\n' }

/** A seed for each run, so that a property whose cases take as long as a process does need not be a thousand processes. */
const options = { numRuns: 60, seed, endOnFailure: true }

/** A pod in a user namespace: only such a one may have an unmasked /proc. */
const inUserNamespace = { hostUsers: false, containers: [{ name: 'kserve-container', image: 'server:1' }] }

/** The containers that carry a record, of a pod that a config is put into; none where the config is refused. */
function carriersOf(config: ModelcarConfig): readonly Runnable[] {
  try {
    const { sidecar, prefetch } = injectedPod({ ...config, targets: ['kserve-container'] }, inUserNamespace)
    return prefetch === undefined ? [sidecar] : [sidecar, prefetch]
  } catch (error) {
    expect(error).toMatchObject({ code: 'InvalidConfig' })
    return []
  }
}

describe.each(shellsFor('the record of a script'))('run by %s,', (shell) => {
  const containers = useContainers(shell)

  /** Runs the first line of a text, and tells what the shell did in it: all that it executes is traced. */
  const trace = async (text: string) => {
    const root = containers.emptyRoot()
    const before = readTree(root)
    const { code, output } = await containers.run(root, ['sh', '-xc', text]).finished
    return { code, output, changes: changesOf(before, readTree(root)) }
  }

  test('a comment that the kubelet has put a line break into runs what is behind it', async () => {
    expect(await trace('# modelcar a:1 procMount="\n: > /ran\n"')).toMatchObject({ changes: { '/ran': 'file: ' } })
  })

  test("no config's record runs anything, whatever is in it", { timeout: 120_000 }, async () => {
    const ran: number[] = []
    await fc.assert(
      fc.asyncProperty(recordedConfig, async (config) => {
        const carriers = carriersOf(config as object as ModelcarConfig)
        ran.push(carriers.length)
        for (const carrier of carriers) {
          const [written = ''] = (carrier.command?.[2] ?? '').split('\n')
          const lines = (commandLineOf(carrier, environment)[2] ?? '').split('\n')
          expect(lines[0]).toBe(written)
          expect(expandCommandByOldKubelet(written, environment).toString()).toBe(written)
          // Nothing of the record has got into the lines behind it, which are a config's that records nothing but its image.
          expect(lines.slice(1).join('\n')).not.toContain('/ran')
          expect(await trace(written)).toEqual({ code: 0, output: '', changes: {} })
        }
      }),
      options,
    )
    expect(ran.filter((count) => count > 0).length).toBeGreaterThan(options.numRuns * 0.6)
  })
})
