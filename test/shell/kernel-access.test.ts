import { describe, expect, test } from 'vitest'

import { shellsForPods } from './availability.js'
import { image, injectedPod, type Runnable } from './injected-pod.js'
import { usePods, weights, type Outcome } from './pods.js'

type Context = NonNullable<Runnable['securityContext']>
type Access = 'reads' | 'Permission denied'

const dropsAll = { drop: ['ALL'] }
const dropsOne = { drop: ['NET_RAW'] }
const addsPtrace = { add: ['SYS_PTRACE'] }

/** The sidecar, the server, and whether the kernel lets the server through /proc/PID/root. */
const table: readonly (readonly [Context, Context, Access])[] = [
  [as(1010, 1010), as(1010, 1010), 'reads'],
  [as(1010, 0), as(1010, 1010), 'Permission denied'],
  [as(1010, 1010), as(1010, 0), 'Permission denied'],
  [as(1011, 1010), as(1010, 1010), 'Permission denied'],
  [as(1010, 1010, dropsAll), as(1010, 1010), 'reads'],
  [as(1010, 1010), as(1010, 1010, dropsAll), 'reads'],
  [as(0, 0), as(0, 0), 'reads'],
  [as(0, 0), as(0, 0, dropsAll), 'Permission denied'],
  [as(0, 0), as(0, 0, dropsOne), 'Permission denied'],
  [as(0, 0, dropsAll), as(0, 0), 'reads'],
  [as(0, 0, dropsAll), as(0, 0, dropsAll), 'reads'],
  [as(0, 0, dropsOne), as(0, 0, dropsOne), 'reads'],
  [as(0, 0), as(1010, 1010), 'Permission denied'],
  [as(1010, 1010), as(0, 0), 'Permission denied'],
  [as(1010, 1010), as(0, 0, addsPtrace), 'reads'],
]

const rows = table.map(
  ([sidecar, server, access]) => [titleOf(sidecar), titleOf(server), access, sidecar, server] as const,
)

// The shell has no part in it, so that one is enough.
const shells = shellsForPods('who may read the model').slice(0, 1)

describe.each(shells)('through /proc/PID/root, in images that have %s,', (shell) => {
  const runPod = usePods(shell)

  test.each(rows)('sidecar: %s; server: %s; %s', async (_sidecar, _server, access, sidecar, server) => {
    const injected = injectedPod({ image })
    const pod = await runPod({
      ...injected,
      sidecar: { ...injected.sidecar, securityContext: sidecar },
      target: { ...injected.target, securityContext: server },
    })
    await pod.startSidecar()
    expect(accessOf(await pod.read('/mnt/models/weights'))).toBe(access)
  })

  const modelUser = { uid: 0, gid: 0 }
  const serverUser = { uid: 4711, gid: 1 }

  test('a configured UID and GID make the model readable, whatever users the images have', async () => {
    const pod = await runPod(injectedPod({ image, runAsUser: 1010, runAsGroup: 1010 }), { modelUser, serverUser })
    await pod.startSidecar()
    expect(accessOf(await pod.read('/mnt/models/weights'))).toBe('reads')
  })

  test('a configured UID alone does not, where the images have different groups: kserve#4995', async () => {
    const pod = await runPod(injectedPod({ image, runAsUser: 1010 }), { modelUser, serverUser })
    await pod.startSidecar()
    expect(accessOf(await pod.read('/mnt/models/weights'))).toBe('Permission denied')
  })

  test('neither does no configuration, where the images have different users', async () => {
    const pod = await runPod(injectedPod({ image }), { modelUser, serverUser })
    await pod.startSidecar()
    expect(accessOf(await pod.read('/mnt/models/weights'))).toBe('Permission denied')
  })
})

function as(runAsUser: number, runAsGroup: number, capabilities?: Context['capabilities']): Context {
  return { runAsUser, runAsGroup, ...(capabilities === undefined ? {} : { capabilities }) }
}

function accessOf({ code, output }: Outcome): Access | Outcome {
  if (code === 0 && output === weights.model) return 'reads'
  return code !== 0 && output.includes('Permission denied') ? 'Permission denied' : { code, output }
}

function titleOf({ runAsUser, runAsGroup, capabilities }: Context): string {
  const dropped = (capabilities?.drop ?? []).map((capability) => `drops ${capability}`)
  const added = (capabilities?.add ?? []).map((capability) => `adds ${capability}`)
  return [`UID ${String(runAsUser)}, GID ${String(runAsGroup)}`, ...dropped, ...added].join(', ')
}
