import type { ModelcarOptions } from 'modelcar'
import { describe, expect, inject, test } from 'vitest'
import { textOf } from './images/images.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, modes, sayModel, server } from './pods/server.js'

const node = inject('node')

const restricted = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
}
const user = { runAsUser: 1010, runAsGroup: 1010 }

/** Security contexts of what is added, which pass the Pod Security Standard "restricted". */
const contexts: readonly { readonly title: string; readonly config: ModelcarOptions }[] = [
  { title: "'restricted'", config: { ...user, securityContext: 'restricted' } },
  {
    title: 'with a root file system that is read-only',
    config: { ...user, securityContext: { ...restricted, readOnlyRootFilesystem: true } },
  },
]

/** The server reads its model, in a namespace that enforces "restricted". */
const expectReadsRestricted = (pod: Parameters<typeof withPod>[1]): Promise<unknown> =>
  withPod(
    node,
    pod,
    async (running) => {
      expect(await untilLogged(running, 'server', '\n')).toBe(textOf('llama'))
    },
    { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  )

describe.each(modes)('%s', (mode) => {
  test.each(contexts)('in a namespace that enforces "restricted": $title', async ({ config }) => {
    const container = server(sayModel(mode, '/mnt/models'), {
      securityContext: { ...restricted, readOnlyRootFilesystem: true },
    })
    const pod = injected(mode, { containers: [container], securityContext: user }, config)
    await expectReadsRestricted(pod)
  })

  test('in a user namespace of the pod', async () => {
    const text = `read -r _ mapped _ < /proc/self/uid_map; echo "$mapped"; ${sayModel(mode, '/mnt/models')}`
    const pod = injected(mode, { hostUsers: false, containers: [server(text)] })
    await withPod(node, pod, async (running) => {
      const [mapped, said] = (await untilLogged(running, 'server', /\n.*\n/)).split('\n')
      expect(Number(mapped)).toBeGreaterThan(0)
      expect(`${said ?? ''}\n`).toBe(textOf('llama'))
    })
  })
})

describe.each(linkModes)('%s', (mode) => {
  test('in a namespace that enforces "restricted": the config alone names a user', async () => {
    const pod = injected(
      mode,
      { containers: [server(sayModel(mode, '/mnt/models'), { securityContext: restricted })] },
      { ...user, securityContext: 'restricted' },
    )
    await expectReadsRestricted(pod)
  })
})
