import type { V1PodSecurityContext } from '@kubernetes/client-node'
import type { ModelcarOptions } from 'modelcar'
import { expect, inject, test } from 'vitest'
import { create } from '../e2e/harness.js'
import { textOf } from './images/images.js'
import { logOf, statusOf, untilLogged, untilPod, withPod, type PodOnNode } from './pods/pod-on-node.js'
import { injected, sayModel, server } from './pods/server.js'

// Who may read the pull secret that mode `fetch` mounts: what docs/modes.md says of it.

const node = inject('node')
const secret = '{"auths":{"registry.example":{}}}'
const user: ModelcarOptions = { securityContext: { runAsUser: 1000, runAsGroup: 1000 } }

const podOf = (config: ModelcarOptions, securityContext: V1PodSecurityContext = {}) =>
  injected(
    'fetch',
    { securityContext, containers: [server(sayModel('fetch', '/mnt/models'))] },
    { ...config, imagePullSecrets: ['registry'] },
  )

const before = async (namespace: string): Promise<void> => {
  await create(node.cluster, `/api/v1/namespaces/${namespace}/secrets`, {
    metadata: { name: 'registry' },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': Buffer.from(secret).toString('base64') },
  })
}

test.each([
  { title: 'root', pod: podOf({}) },
  { title: 'another user, in a pod with an fsGroup', pod: podOf(user, { fsGroup: 2000 }) },
])('$title reads it', async ({ pod }) => {
  const read = async (running: PodOnNode): Promise<void> => {
    expect(await untilLogged(running, 'server', '\n')).toBe(textOf('llama'))
    expect(await logOf(running, 'storage-initializer')).toBe(secret)
  }
  await withPod(node, pod, read, { before })
})

test('another user may not', async () => {
  const refused = async (running: PodOnNode): Promise<void> => {
    const seen = await untilPod(running, 'the initializer has failed', (each) => {
      const { state, lastState } = statusOf(each, 'storage-initializer') ?? {}
      return (state?.terminated ?? lastState?.terminated) != null
    })
    const { state, lastState } = statusOf(seen, 'storage-initializer') ?? {}
    expect((state?.terminated ?? lastState?.terminated)?.message).toBe(
      "cat: can't open '/mnt/oci-fetch-auth/config.json': Permission denied\n",
    )
  }
  await withPod(node, podOf(user), refused, { before })
})
