import { describe, expect, test } from 'vitest'
import { validatePodSpec, type PodSpec } from '../../src/testing/index.js'
import { decorations } from '../../src/testing/arbitraries/decorations.js'

// Time grows as the pod does: what compares each entry with all others takes many times as long as is allowed here.

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

const pods: Readonly<Record<string, (count: number) => PodSpec>> = {
  'volumes that are mounted and volumes that are devices': (count) => ({
    containers: [
      {
        name: 'app',
        image: 'app:1',
        volumeMounts: times(count, (index) => ({ name: `v${index}`, mountPath: `/mnt/${index}` })),
        volumeDevices: times(count, (index) => ({ name: `d${index}`, devicePath: `/dev/${index}` })),
      },
    ],
    volumes: [
      ...times(count, (index) => ({ name: `v${index}`, emptyDir: {} })),
      ...times(count, (index) => ({ name: `d${index}`, persistentVolumeClaim: { claimName: 'c' } })),
    ],
  }),
}

/** Seconds of the processor, which other programs beside this one do not lengthen as they do the clock's. */
function secondsOf(run: () => unknown): number {
  const start = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

describe.each(Object.entries(pods))('%s', (_, make) => {
  test('are validated', () => {
    expect(validatePodSpec(make(2))).toEqual([])
    const many = make(20_000)
    expect(secondsOf(() => validatePodSpec(many))).toBeLessThan(2)
  })

  test('are shared where they are the same', () => {
    const many = make(4000)
    expect(secondsOf(() => decorations['shared subtrees']?.(many))).toBeLessThan(2)
  })
})
