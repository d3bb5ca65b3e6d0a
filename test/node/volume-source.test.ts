import { expect, inject, test } from 'vitest'
import { textOf } from './images/images.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, modes, readModel, server, stay } from './pods/server.js'

const node = inject('node')
/** Where the volume is mounted. */
const mounted = { sidecar: '/mnt', 'native-sidecar': '/mnt', fetch: '/mnt/models' } as const
const withVolume = modes.filter((mode) => mode !== 'image-volume')

test.each(withVolume)('%s: a volume of a size', async (mode) => {
  const path = mounted[mode]
  const size = `while read -r _ at _ options _; do [ "$at" = ${path} ] && echo "\${options##*size=}"; done < /proc/mounts`
  const text = [size, readModel(mode, '/mnt/models'), stay].join('\n')
  const config = { volumeSource: { emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } } }
  await withPod(node, injected(mode, { containers: [server(text)] }, config), async (running) => {
    expect(await untilLogged(running, 'server', /\n.*\n/)).toMatch(new RegExp(`^1024k.*\\n${textOf('llama')}$`))
  })
})
