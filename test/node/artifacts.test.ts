import { expect, inject, test } from 'vitest'
import { artifactReferences } from './images/images.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, server } from './pods/server.js'

// containerd mounts no OCI artifacts; docs/modes.md says what it does instead.

const node = inject('node')

test.each(Object.entries(artifactReferences))(
  'image-volume: the server starts on an empty directory for an artifact (%s)',
  async (_, image) => {
    const text = 'ls -A /mnt/models; echo started; exec sleep infinity'
    const pod = injected('image-volume', { containers: [server(text)] }, { image, sourcePath: '/' })
    await withPod(node, pod, async (running) => {
      expect(await untilLogged(running, 'server', 'started')).toBe('started\n')
    })
  },
)
