import { readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { shellsForPods } from './availability.js'
import { containerOf, image, injectedPod, linkModes, prefetchOf, type Runnable } from './injected-pod.js'
import { linkCommand, prefetchCommand } from './kserve-texts.js'
import type { Container } from './pod-sandbox.js'
import { usePods, weights, type RunningPod } from './pods.js'
import { until } from './processes.js'
import { targetOf } from './tree.js'

const theModel = { code: 0, output: weights.model }

describe.each(shellsForPods('reading the model in a pod'))('in a pod whose images have %s', (shell) => {
  const runPod = usePods(shell)

  describe.each(linkModes)('and whose mode is %s,', (mode) => {
    test('the server reads the model where the configuration says', async () => {
      const pod = await runPod(injectedPod({ mode, image, runAsUser: 1010, runAsGroup: 1010 }))
      if (mode === 'sidecar') expect(await pod.prefetch()).toMatchObject({ code: 0 })
      const sidecar = await pod.startSidecar()
      expect(await pod.read('/mnt/models/weights')).toEqual(theModel)
      const volume = pod.volumes.directoryOf('kserve-provision-location')
      expect(targetOf(join(volume, 'models'))).toBe(`/proc/${sidecar.pidInPod}/root/models`)
      expect(sidecar.hasExited()).toBe(false)
    })

    test('the server reads the model of the sidecar, whatever else has a directory of that name', async () => {
      const pod = await runPod(injectedPod({ mode, image }))
      await pod.startOther()
      await pod.startSidecar()
      expect(await pod.read('/models/weights')).toEqual({ code: 0, output: weights.server })
      expect(await pod.read('/mnt/models/weights')).toEqual(theModel)
    })

    test.each<[string, string, Readonly<Record<string, string>>]>([
      ['is an absolute link', '/models', { '/models': '/data/model' }],
      ['is a relative link', '/models', { '/models': 'data/model' }],
      ['is a link to a link', '/models', { '/models': 'current', '/current': '/data/model' }],
      ['is below a link', '/opt/model', { '/opt': '/data' }],
      ['is a link to a path that is quoted', '/models', { '/models': '/data/model/$(id) "\n' }],
    ])('the server reads the model where its directory in the image %s', async (_what, sourcePath, modelLinks) => {
      const modelDirectory =
        modelLinks['/models']?.startsWith('/data/model/') === true ? modelLinks['/models'] : '/data/model'
      const injected = injectedPod({ mode, image, sourcePath })
      const pod = await runPod(injected, { modelLinks, modelDirectory })
      if (mode === 'sidecar') expect(await pod.prefetch()).toMatchObject({ code: 0 })
      await pod.startSidecar()
      expect(await pod.read('/mnt/models/weights')).toEqual(theModel)
    })

    test("the model is there again after the sidecar's restart", async () => {
      const pod = await runPod(injectedPod({ mode, image }))
      const first = await pod.startSidecar()
      first.signal('SIGKILL')
      await first.exit
      expect(await pod.read('/mnt/models/weights')).toMatchObject({ code: 1 })
      const second = await pod.startSidecar()
      expect(second.pidInPod).not.toBe(first.pidInPod)
      expect(await pod.read('/mnt/models/weights')).toEqual(theModel)
    })

    test('SIGTERM ends the sidecar at once, which is not PID 1, and nothing else', { timeout: 10_000 }, async () => {
      const pod = await runPod(injectedPod({ mode, image }))
      const other = await pod.startOther()
      const sidecar = await pod.startSidecar()
      expect(sidecar.pidInPod).toBeGreaterThan(1)
      const sent = Date.now()
      sidecar.signal('SIGTERM')
      await sidecar.exit
      expect(Date.now() - sent).toBeLessThan(3000)
      expect(other.hasExited()).toBe(false)
    })

    test('the model stays as it is where the node reboots and the sidecar gets its old PID', async () => {
      const pod = await runPod(injectedPod({ mode, image }))
      const before = await pod.startSidecar()
      await pod.reboot()
      const after = await pod.startSidecar()
      expect(after.pidInPod).toBe(before.pidInPod)
      expect(await pod.read('/mnt/models/weights')).toEqual(theModel)
      expect(readdirSync(join(after.root, 'models'))).toEqual(['weights'])
    })

    test('all works with the restricted security context and root file systems that are read-only', async () => {
      const injected = injectedPod({ mode, image, securityContext: 'restricted', runAsUser: 1010, runAsGroup: 1010 })
      const pod = await runPod(injected)
      if (mode === 'sidecar') expect(await pod.prefetch(readOnly(prefetchOf(injected)))).toMatchObject({ code: 0 })
      await pod.startSidecar(readOnly(injected.sidecar))
      expect(await pod.read('/mnt/models/weights')).toEqual(theModel)
    })

    test('each of two models is at its own path', async () => {
      const [base, adapter] = ['/mnt/models/base', "/mnt/models/it's $(an) adapter"]
      const models = [
        { image: 'registry.example/team/base:1', mountPath: base },
        { image: 'registry.example/team/adapter:1', mountPath: adapter },
      ]
      const injected = injectedPod({ mode, models })
      const pod = await runPod(injected)
      await pod.startSidecar()
      await pod.startSidecar(containerOf(injected.spec, 'modelcar-1'), 'weights of the adapter')
      expect(await pod.read(`${base}/weights`)).toEqual(theModel)
      expect(await pod.read(`${adapter}/weights`)).toEqual({ code: 0, output: 'weights of the adapter' })
    })
  })

  describe('and whose mode is sidecar,', () => {
    test('a server that was there first and waits gets the model', async () => {
      const pod = await runPod(injectedPod({ image }))
      const server = await pod.startServer(
        'until [ -e /mnt/models/weights ]; do sleep 0.05; done; exec cat /mnt/models/weights',
      )
      await new Promise((resolve) => setTimeout(resolve, 100))
      expect(server.hasExited()).toBe(false)
      await pod.startSidecar()
      expect(await server.finished).toMatchObject(theModel)
    })

    test('the server reads the model where the node reboots and another container gets the old PID', async () => {
      const pod = await runPod(injectedPod({ image }))
      const before = await pod.startSidecar()
      await pod.reboot()
      const other = await pod.startOther()
      expect(other.pidInPod).toBe(before.pidInPod)
      expect(await pod.read('/mnt/models/weights')).toMatchObject({ output: weights.other })
      await pod.startSidecar()
      expect(await pod.read('/mnt/models/weights')).toEqual(theModel)
      expect(readdirSync(join(other.root, 'models'))).toEqual(['weights'])
    })

    test("the server reads the other container's files then with KServe's text, which writes into them", async () => {
      const injected = injectedPod({ image })
      const pod = await runPod({ ...injected, sidecar: { ...injected.sidecar, command: linkCommand('/mnt/models') } })
      await pod.startSidecar()
      await pod.reboot()
      const other = await pod.startOther()
      await pod.startSidecar()
      await until('a link in the wrong place', () => targetOf(join(other.root, 'models/models')))
      expect(await pod.read('/mnt/models/weights')).toMatchObject({ output: weights.other })
    })

    test("the prefetch container fails where its user can't read the model, as KServe's does", async () => {
      const injected = injectedPod({ image })
      const prefetch = prefetchOf(injected)
      const pod = await runPod(injected, { privateDirectories: ['/models'] })
      const nobody = { ...prefetch, securityContext: { runAsUser: 1010, runAsGroup: 1010 } }
      expect(await pod.prefetch(prefetch)).toMatchObject({ code: 0 })
      expect(await pod.prefetch(nobody)).toMatchObject({ code: 1 })
      expect(await pod.prefetch({ ...nobody, command: prefetchCommand })).toMatchObject({ code: 1 })
    })
  })

  describe('and whose mode is native-sidecar,', () => {
    const injected = injectedPod({ image, runAsUser: 1010, runAsGroup: 1010, mode: 'native-sidecar' })
    const { sidecar } = injected
    const gate = '/mnt/gate'

    /** The sidecar of an image that takes its time. */
    const slow: Runnable = {
      ...sidecar,
      command: ['sh', '-c', `until [ -e ${gate} ]; do sleep 0.02; done; exec "$$@"`, 'slow', ...sidecar.command!],
    }

    const open = (pod: RunningPod) => {
      writeFileSync(join(pod.volumes.directoryOf('kserve-provision-location'), basename(gate)), '')
    }

    const hasStarted = (pod: RunningPod, container: Container) =>
      until('a startup probe that succeeds', async () => (await pod.probe(container)) === 0)

    test('the server finds the model at once where it starts after the startup probe, and no sooner', async () => {
      expect(injected.spec.initContainers).toEqual([
        expect.objectContaining({ name: sidecar.name, restartPolicy: 'Always' }),
      ])
      const pod = await runPod(injected)
      const container = await pod.createSidecar(slow)
      expect(await pod.probe(container)).toBe(1)
      expect(await pod.read('/mnt/models/weights')).toMatchObject({ code: 1 })
      open(pod)
      await hasStarted(pod, container)
      expect(await pod.read('/mnt/models/weights')).toEqual(theModel)
    })

    test("a sidecar that starts again has started once it has replaced the old one's link", async () => {
      const pod = await runPod(injected)
      const first = await pod.startSidecar()
      first.signal('SIGKILL')
      await first.exit
      const second = await pod.createSidecar(slow)
      expect(await pod.probe(second)).toBe(1)
      open(pod)
      await hasStarted(pod, second)
      expect(await pod.read('/mnt/models/weights')).toEqual(theModel)
    })

    test('it has not started while the old link leads into another container', async () => {
      const pod = await runPod(injected)
      const before = await pod.startSidecar()
      await pod.reboot()
      const other = await pod.startOther()
      expect(other.pidInPod).toBe(before.pidInPod)
      const container = await pod.createSidecar(slow)
      expect(await pod.probe(container)).toBe(1)
      open(pod)
      await hasStarted(pod, container)
      expect(await pod.read('/mnt/models/weights')).toEqual(theModel)
    })

    test("it ends, and the server never starts, where its user can't read the model", async () => {
      const pod = await runPod(injected, { privateDirectories: ['/models'] })
      const container = await pod.createSidecar()
      await until('its end', () => container.hasExited())
      expect(await container.finished).toMatchObject({ code: 1, output: expect.stringContaining('no /models') })
    })
  })
})

function readOnly(container: Runnable): Runnable {
  return { ...container, securityContext: { ...container.securityContext, readOnlyRootFilesystem: true } }
}
