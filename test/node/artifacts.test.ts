import { expect, inject, test } from 'vitest'
import { send, until } from '../e2e/harness.js'
import { artifactReferences } from './images/images.js'
import { logOf, untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, server } from './pods/server.js'

// containerd mounts no OCI artifacts; docs/modes.md says what it does instead.

const node = inject('node')
const container = server('ls -A /mnt/models; echo started; exec sleep infinity')
const podOf = (image: string) => injected('image-volume', { containers: [container] }, { image, sourcePath: '/' })

test("image-volume: the server starts on an empty directory for an artifact of ModelPack's media types", async () => {
  await withPod(node, podOf(artifactReferences.modelPack), async (running) => {
    expect(await untilLogged(running, 'server', 'started')).toBe('started\n')
  })
})

test('image-volume: an artifact whose files count as layers fails to mount, and no try shows its files', async () => {
  await withPod(node, podOf(artifactReferences.oras), async (running) => {
    const path = `/api/v1/namespaces/${running.namespace}/events`
    await until('the mount fails', async () => {
      const { body } = await send(node.cluster, { path })
      const failed =
        'ImageVolumeMountFailed: failed to unpack image volume: mismatched image rootfs and manifest layers'
      return (
        (body as { items: readonly { message: string }[] }).items.some((each) => each.message.includes(failed)) ||
        undefined
      )
    })
    expect(await logOf(running, 'server')).toBe('')
  })
})
