import { rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { shellsFor } from './availability.js'
import { useContainers } from './containers.js'
import { commandLineOf, image, injectedPod, linkModes } from './injected-pod.js'
import { argumentsOf, childrenOf, groupIsAlive, sleepsOrEnds } from './processes.js'
import { targetOf } from './tree.js'

describe.each(shellsFor("the sidecar's process"))("the sidecar's process, run by %s,", (shell) => {
  const containers = useContainers(shell)

  describe.each(linkModes)('in mode %s,', (mode) => {
    const commandLine = commandLineOf(injectedPod({ image, mode }).sidecar)

    const startSidecar = async () => {
      const root = containers.rootWithModel('/mnt')
      const sidecar = containers.run(root, commandLine)
      await sleepsOrEnds(sidecar)
      return { root, sidecar }
    }

    test('is the one that the link names, and has no child', async () => {
      const { root, sidecar } = await startSidecar()
      expect(targetOf(join(root, '/mnt/models'))).toBe(`/proc/${sidecar.pid}/root/models`)
      expect(argumentsOf(sidecar.pid).slice(-2)).toEqual(['sleep', 'infinity'])
      expect(childrenOf(sidecar.pid)).toEqual([])
    })

    test('stays, and says nothing', async () => {
      const { sidecar } = await startSidecar()
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect(sidecar.hasExited()).toBe(false)
      expect(sidecar.output()).toBe('')
    })

    test('ends at once on SIGTERM, with all that it started', { timeout: 10_000 }, async () => {
      const { sidecar } = await startSidecar()
      const sent = Date.now()
      process.kill(sidecar.pid, 'SIGTERM')
      expect(await sidecar.exit).toEqual({ code: null, signal: 'SIGTERM' })
      expect(Date.now() - sent).toBeLessThan(3000)
      expect(groupIsAlive(sidecar)).toBe(false)
    })

    test("doesn't stay where it can't make the link, and says why", { timeout: 10_000 }, async () => {
      const root = containers.rootWithModel('/mnt')
      rmdirSync(join(root, '/mnt'))
      writeFileSync(join(root, '/mnt'), 'a file')
      const { code, output } = await containers.run(root, commandLine).finished
      expect(code).toBeGreaterThan(0)
      expect(output).toContain('/mnt')
    })
  })
})
