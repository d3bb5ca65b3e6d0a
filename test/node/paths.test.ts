import { expect, inject, test } from 'vitest'
import { modelPaths } from '../shell/model-paths.js'
import { references, textOf } from './images/images.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, modes, sayModel, server } from './pods/server.js'

// Paths that the shell, the kubelet or the runtime could misread.

const node = inject('node')
const perPod = 6

const paths = modelPaths.filter((path) => /[^\w./-]/.test(path))
const shares = modes.flatMap((mode) =>
  Array.from({ length: Math.ceil(paths.length / perPod) }, (_, index) => {
    const share = paths.slice(index * perPod, (index + 1) * perPod)
    return { mode, share, title: `${mode}: ${JSON.stringify(share)}` }
  }),
)

test.each(shares)('$title', async ({ mode, share }) => {
  const models = share.map((mountPath) => ({ image: references.llama, mountPath }))
  const pod = injected(mode, { containers: [server(sayModel(mode, ...share))] }, { models })
  await withPod(node, pod, async (running) => {
    const log = await untilLogged(running, 'server', new RegExp(`(?:.*\\n){${share.length}}`))
    expect(log).toBe(textOf('llama').repeat(share.length))
  })
})
