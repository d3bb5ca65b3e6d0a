import type { ModeName } from 'modelcar'
import { describe, expect, inject, test } from 'vitest'
import { references, textOf } from './images/images.js'
import { restartsOf, statusOf, untilLogged, untilPod, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, sayModel, server } from './pods/server.js'

const node = inject('node')

/** Images that are not like others, and the modes that read them all the same. */
const readable = [
  ...[...linkModes, 'image-volume' as const].map((mode) => ({
    mode,
    image: 'entrypoint' as const,
    title: 'an image with an ENTRYPOINT',
  })),
  { mode: 'image-volume' as const, image: 'dataOnly' as const, title: 'an image without a shell' },
]

test.each(readable)('$mode reads $title', async ({ mode, image }) => {
  const config = { image: references[image] }
  await withPod(node, injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] }, config), async (pod) => {
    expect(await untilLogged(pod, 'server', '\n')).toBe(textOf(image))
  })
})

/** Who looks whether there is a model. */
const lookers: readonly { readonly mode: ModeName; readonly container: string }[] = [
  { mode: 'sidecar', container: 'modelcar-init' },
  { mode: 'native-sidecar', container: 'modelcar' },
]

describe.each(lookers)('$mode', ({ mode, container }) => {
  test('an empty /models is refused before the server starts', async () => {
    const pod = injected(mode, { containers: [server('echo started')] }, { image: references.empty })
    await withPod(node, pod, async (running) => {
      const failed = await untilPod(running, 'the container that looks has failed', (seen) => {
        const { state, lastState } = statusOf(seen, container) ?? {}
        return (state?.terminated ?? lastState?.terminated) != null
      })
      const { state, lastState } = statusOf(failed, container) ?? {}
      const { exitCode, message } = state?.terminated ?? lastState?.terminated ?? {}
      expect([exitCode, message]).toEqual([
        1,
        'modelcar: the image has no /models, or it is empty, or this user may not read it\n',
      ])
      expect(statusOf(failed, 'server')?.state?.waiting?.reason).toBe('PodInitializing')
    })
  })

  test('an image without a shell is refused before the server starts', async () => {
    const pod = injected(mode, { containers: [server('echo started')] }, { image: references.dataOnly })
    await withPod(node, pod, async (running) => {
      const failed = await untilPod(running, 'the container that looks has not started', (seen) => {
        const { state, lastState } = statusOf(seen, container) ?? {}
        return [state?.terminated, lastState?.terminated].some((each) => each?.reason === 'StartError')
      })
      expect(statusOf(failed, 'server')?.state?.waiting?.reason).toBe('PodInitializing')
    })
  })
})

test('native-sidecar: without a model a pod that never restarts does not fail, but waits', async () => {
  const spec = { restartPolicy: 'Never', containers: [server('echo started')] }
  await withPod(node, injected('native-sidecar', spec, { image: references.empty }), async (running) => {
    const seen = await untilPod(running, 'the sidecar is tried again', (each) => restartsOf(each, 'modelcar') >= 2)
    expect(seen.status?.phase).toBe('Pending')
  })
})

test('image-volume starts the server on an empty /models without a word', async () => {
  const text = 'ls -A /mnt/models; echo started; exec sleep infinity'
  const pod = injected('image-volume', { containers: [server(text)] }, { image: references.empty })
  await withPod(node, pod, async (running) => {
    expect(await untilLogged(running, 'server', 'started')).toBe('started\n')
  })
})
