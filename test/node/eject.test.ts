import { ejectModelcar } from 'modelcar'
import { expect, inject, test } from 'vitest'
import { read, untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, modes, server } from './pods/server.js'

const node = inject('node')

test.each(modes)('%s: a pod that was ejected starts without its model', async (mode) => {
  const { spec } = injected(mode, { containers: [server('ls /mnt/models 2>&1; exec sleep infinity')] })
  await withPod(node, { spec: ejectModelcar(spec) }, async (running) => {
    expect(await untilLogged(running, 'server', '\n')).toBe('ls: /mnt/models: No such file or directory\n')
    const { status } = await read(running)
    const started = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
    expect(started.map(({ name }) => name)).toEqual(['server'])
  })
})
