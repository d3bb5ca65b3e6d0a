import type { ModeName } from 'modelcar'
import { expect, inject, test } from 'vitest'
import { references, textOf } from './images/images.js'
import { read, untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, modes, sayModel, server } from './pods/server.js'

// A pod that an older config was injected into gets what the new one says, and nothing of the old one runs or is in the way.

const node = inject('node')
const user = { runAsUser: 1010, runAsGroup: 1010 }
/** What no container starts with: it has to go with the config that set it. */
const tooLittle = { limits: { memory: '1Mi' }, requests: { memory: '1Mi' } }

/** What each mode starts beside the server. */
const started: Readonly<Record<ModeName, readonly string[]>> = {
  sidecar: ['modelcar', 'modelcar-init'],
  'native-sidecar': ['modelcar'],
  'image-volume': [],
  fetch: ['storage-initializer'],
}
const changes = modes.flatMap((mode) => modes.map((older) => ({ mode, older })))

test.each(changes)('$mode, where another config had $older', async ({ mode, older }) => {
  const target = server(sayModel(mode, '/mnt/models'), { securityContext: user })
  const before = injected(
    older,
    { containers: [target] },
    {
      image: references.lora,
      imagePullPolicy: 'Always',
      resources: tooLittle,
      ...user,
      securityContext: { readOnlyRootFilesystem: true },
    },
  )
  const { spec } = injected(mode, before.spec)
  await withPod(node, { spec }, async (running) => {
    expect(await untilLogged(running, 'server', '\n')).toBe(textOf('llama'))
    const { status } = await read(running)
    const names = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])].map(
      ({ name }) => name,
    )
    expect(names.filter((name) => name !== 'server').sort()).toEqual(started[mode])
  })
})
