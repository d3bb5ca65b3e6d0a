import type { ModelcarOptions } from 'modelcar'
import { expect, inject, test } from 'vitest'
import { textOf } from './images/images.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, sayModel, server } from './pods/server.js'

// The first line of a script records what the config set. Whatever that is, the shell does not read it.

const node = inject('node')
const hostile = 's0\ntouch /mnt/read; exit 1 #$(exit 1)$$\'"\\`'

const everyField: ModelcarOptions = {
  resources: { limits: { cpu: '100m', memory: '16Mi' }, requests: { cpu: '10m', memory: '16Mi' } },
  imagePullPolicy: 'IfNotPresent',
  runAsUser: 1010,
  runAsGroup: 1010,
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    procMount: 'Default',
    capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
    appArmorProfile: { type: 'Unconfined' },
    // The runtime refuses any other kind of level.
    seLinuxOptions: { level: 's0:c1,c2', role: hostile, type: hostile, user: hostile },
  },
}

test.each(linkModes)('%s: a record with every field', async (mode) => {
  const pod = injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] }, everyField)
  const containers = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]
  const [record = ''] = containers.find(({ name }) => name === 'modelcar')?.command?.[2]?.split('\n') ?? []
  const fields = ['limits.cpu', 'imagePullPolicy', ...Object.keys(everyField.securityContext as object)]
  expect(
    fields.filter((field) => !record.includes(` ${field}`) && !record.includes(` securityContext.${field}`)),
  ).toEqual([])

  await withPod(node, pod, async (running) => {
    expect(await untilLogged(running, 'server', '\n')).toBe(textOf('llama'))
  })
})
