import type { V1Container } from '@kubernetes/client-node'
import type { ModelcarOptions } from 'modelcar'
import { describe, expect, inject, test } from 'vitest'
import { amountNames, recordFields, sides } from '../../src/modelcar/record/fields.js'
import { textOf } from './images/images.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, sayModel, server } from './pods/server.js'

// The first line of a script records what the config set. Whatever that is, the shell does not read it.

const node = inject('node')
const hostile = 's0\ntouch /mnt/read; exit 1 #$(exit 1)$$\'"\\`'

/** A config, and what its server needs to read the model. */
interface Case {
  readonly title: string
  readonly config: ModelcarOptions
  readonly target?: Partial<V1Container>
}

/** Between them they have every field. */
const cases: readonly Case[] = [
  {
    title: 'a confined sidecar',
    config: {
      resources: {
        limits: { cpu: '100m', memory: '16Mi', 'ephemeral-storage': '1Gi' },
        requests: { cpu: '10m', memory: '16Mi', 'ephemeral-storage': '1Mi' },
      },
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
    },
  },
  {
    title: 'a privileged sidecar',
    config: {
      // What is privileged has no profile, so that this one need not be there.
      securityContext: { privileged: true, seccompProfile: { type: 'Localhost', localhostProfile: hostile } },
    },
    target: { securityContext: { privileged: true } },
  },
  {
    title: 'a sidecar that follows its target',
    config: {},
    target: { securityContext: { runAsUser: 1010, runAsGroup: 1010 } },
  },
]

const podOf = (mode: (typeof linkModes)[number], { config, target }: Case) =>
  injected(mode, { containers: [server(sayModel(mode, '/mnt/models'), target)] }, config)

/** The names of the fields in the record of a pod's sidecar. */
function fieldsOf({ spec }: ReturnType<typeof podOf>): readonly string[] {
  const containers = [...spec.containers, ...(spec.initContainers ?? [])]
  const [record = ''] = containers.find(({ name }) => name === 'modelcar')?.command?.[2]?.split('\n') ?? []
  return [...record.matchAll(/ ([\w.-]+)=/g)].map(([, name = '']) => name)
}

describe.each(linkModes)('%s', (mode) => {
  test('the records have every field', () => {
    const every = [
      ...sides.flatMap((side) => amountNames.map((name) => `${side}.${name}`)),
      ...recordFields.map(({ name }) => name),
    ]
    expect([...new Set(cases.flatMap((each) => fieldsOf(podOf(mode, each))))].sort()).toEqual(every.sort())
  })

  test.each(cases)('the record of $title', async (each) => {
    await withPod(node, podOf(mode, each), async (running) => {
      expect(await untilLogged(running, 'server', '\n')).toBe(textOf('llama'))
    })
  })
})
