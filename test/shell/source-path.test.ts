import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { shellsFor } from './availability.js'
import { linkAt, useContainers } from './containers.js'
import { commandLineOf, image, injectedPod, linkModes, prefetchOf, startupProbeOf } from './injected-pod.js'

// The texts for a model that is elsewhere in its image: they look for it, link it and probe it where it is.

const places = ['/weights', '/opt/a b', "/it's", '/$HOME/$(id)', '/-n', '/a\\b`id`', '/']

describe.each(shellsFor('linking what is elsewhere'))('by %s', (shell) => {
  const containers = useContainers(shell)

  /** A root that has its model there. */
  function rootWith(sourcePath: string): string {
    const root = containers.rootWithModel('/mnt')
    if (sourcePath === '/') return root
    mkdirSync(dirname(join(root, sourcePath)), { recursive: true })
    renameSync(join(root, 'models'), join(root, sourcePath))
    return root
  }

  describe.each(linkModes)('mode %s', (mode) => {
    test.each(places)('%j is linked', async (sourcePath) => {
      const pod = injectedPod({ image, mode, sourcePath })
      const root = rootWith(sourcePath)
      const sidecar = containers.run(root, commandLineOf(pod.sidecar))
      expect(await linkAt(root, '/mnt/models', sidecar)).toBe(`/proc/${String(sidecar.pid)}/root${sourcePath}`)
      if (mode !== 'native-sidecar') return
      const probe = () => containers.run(root, commandLineOf(startupProbeOf(pod.sidecar))).finished
      expect(await probe()).not.toMatchObject({ code: 0 })
      mkdirSync(join(root, `proc/${String(sidecar.pid)}`), { recursive: true })
      symlinkSync('/', join(root, `proc/${String(sidecar.pid)}/root`))
      expect(await probe()).toMatchObject({ code: 0, output: '' })
    })
  })

  test.each(places)('%j is looked for', async (sourcePath) => {
    const prefetch = commandLineOf(prefetchOf(injectedPod({ image, sourcePath })))
    expect(await containers.run(rootWith(sourcePath), prefetch).finished).toMatchObject({ code: 0 })
    if (sourcePath === '/') return
    const elsewhere = containers.rootWithModel('/mnt')
    const { code, output } = await containers.run(elsewhere, prefetch).finished
    expect(code).toBe(1)
    expect(output).toMatch(
      /the image has no (\/weights|\/-n|directory at its sourcePath), or it is empty, or this user may not read it/,
    )
    mkdirSync(dirname(join(elsewhere, sourcePath)), { recursive: true })
    writeFileSync(join(elsewhere, sourcePath), 'a file')
    expect(await containers.run(elsewhere, prefetch).finished).toMatchObject({ code: 1 })
  })
})
