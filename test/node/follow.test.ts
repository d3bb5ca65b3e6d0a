import type { V1PodSecurityContext, V1SecurityContext } from '@kubernetes/client-node'
import type { ModelcarOptions } from 'modelcar'
import { describe, expect, inject, test } from 'vitest'
import { textOf } from './images/images.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, sayModel, server } from './pods/server.js'

// A config that names no user: the sidecar runs as its targets do, or they could not read its files.

const node = inject('node')

interface Case {
  readonly title: string
  /** Of the targets, one each. */
  readonly targets: readonly V1SecurityContext[]
  readonly pod?: V1PodSecurityContext
  readonly config?: ModelcarOptions
}

const cases: readonly Case[] = [
  { title: 'a UID alone', targets: [{ runAsUser: 1010 }] },
  { title: 'a GID alone', targets: [{ runAsGroup: 1010 }] },
  { title: 'a UID and a GID', targets: [{ runAsUser: 1010, runAsGroup: 1011 }] },
  {
    title: 'a UID, and the GID of the pod',
    targets: [{ runAsUser: 1010 }],
    pod: { runAsUser: 1012, runAsGroup: 1011 },
  },
  { title: 'root, in a pod of another user', targets: [{ runAsUser: 0, runAsGroup: 0 }], pod: { runAsUser: 1010 } },
  { title: 'the user of the pod', targets: [{}], pod: { runAsUser: 1010, runAsGroup: 1010 } },
  { title: 'two targets of one user', targets: [{ runAsUser: 1010 }, { runAsUser: 1010 }] },
  {
    title: "'restricted', without a UID in the config",
    targets: [{ runAsUser: 1010, runAsGroup: 1010 }],
    config: { securityContext: 'restricted' },
  },
]

describe.each(linkModes)('%s', (mode) => {
  test.each(cases)('the sidecar follows $title', async ({ targets, pod, config }) => {
    const names = targets.map((_, index) => `server-${index}`)
    const containers = targets.map((securityContext, index) =>
      server(sayModel(mode, '/mnt/models'), { name: names[index]!, securityContext }),
    )
    const spec = { containers, ...(pod && { securityContext: pod }) }
    await withPod(node, injected(mode, spec, { ...config, targets: names }), async (running) => {
      for (const name of names) expect(await untilLogged(running, name, '\n')).toBe(textOf('llama'))
    })
  })
})
