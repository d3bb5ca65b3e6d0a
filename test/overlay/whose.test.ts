import { describe, expect, test } from 'vitest'
import { applyOverlay, preferred, type Overlay } from '../../src/index.js'
import { expectCauses, refusalOf } from '../kit/causes.js'
import { overlaid } from './overlaid.js'

const podOf = (container: object, list = 'containers') => ({
  containers: [{ name: 'app', image: 'app:1' }],
  [list]: [{ name: 'shipper', ...container }],
})
const overlay = (container: object, more: object = {}): Overlay => ({
  spec: { containers: [{ name: 'shipper', image: 'registry.example/tools/shipper:3', ...container }] },
  ...more,
})

describe('a container under a name of the overlay is the overlay’s', () => {
  test.each<[string, object, Overlay, object?]>([
    ['if it has the image', { image: 'registry.example/tools/shipper:3' }, overlay({})],
    ['if it has an older one', { image: 'registry.example/tools/shipper:2' }, overlay({})],
    ['if it has one by digest', { image: `registry.example/tools/shipper@sha256:${'0'.repeat(64)}` }, overlay({})],
    ['if a mirror rewrote an older one', { image: 'mirror.local/tools/shipper:2' }, overlay({})],
    ['if it has the command', { image: 'other:1', command: ['ship'] }, overlay({ command: ['ship'] })],
    ['if it has a command that is preferred', { image: 'o:1', command: ['s'] }, overlay({ command: preferred(['s']) })],
    [
      'if the image is one that it had',
      { image: 'old.example/shipper:9' },
      overlay({}, { formerly: ['old.example/shipper'] }),
    ],
    [
      'if a mirror rewrote that one',
      { image: 'mirror.local/a/shipper:9' },
      overlay({}, { formerly: ['old.example/a/shipper'] }),
    ],
  ])('%s', (_what, container, wanted) => {
    const made = overlaid(podOf(container), wanted) as ReturnType<typeof podOf>
    expect(made.containers).toHaveLength(1)
  })

  test('a new image is written in place of a former one', () => {
    const made = overlaid(podOf({ image: 'old.example/shipper:9' }), overlay({}, { formerly: ['old.example/shipper'] }))
    expect(made.containers).toEqual([{ name: 'shipper', image: 'registry.example/tools/shipper:3' }])
  })

  test('a preferred image counts as given, and leaves a former one', () => {
    const wanted = (formerly: readonly string[]) => overlay({ image: preferred('shipper:3'), tty: true }, { formerly })
    expect(overlaid(podOf({ image: 'old/shipper:9' }), wanted(['old/shipper'])).containers).toEqual([
      { name: 'shipper', image: 'old/shipper:9', tty: true },
    ])
    expectCauses(refusalOf(() => applyOverlay(podOf({ image: 'old/shipper:9' }), wanted([]))).causes, [
      ['ContainerNameTaken', 'spec.containers[0].name'],
    ])
  })

  test('if the overlay gives it no image: it amends what is there, whoever’s it is', () => {
    const amending: Overlay = { spec: { containers: [{ name: 'shipper', tty: true }] } }
    expect(overlaid(podOf({ image: 'any:1' }), amending).containers).toEqual([
      { name: 'shipper', image: 'any:1', tty: true },
    ])
  })
})

describe('anything else is somebody’s, and a conflict', () => {
  test.each<[string, object]>([
    ['another image', { image: 'registry.example/tools/other:3' }],
    ['an image whose name begins alike', { image: 'registry.example/tools/shipper-x:3' }],
    ['no image', {}],
    ['no text for an image', { image: 1 }],
    ['another command', { image: 'other:1', command: ['x'] }],
  ])('%s', (_what, container) => {
    expectCauses(refusalOf(() => overlaid(podOf(container), overlay({ command: ['ship'] }))).causes, [
      ['ContainerNameTaken', 'spec.containers[0].name', 'name that image in formerly'],
    ])
  })

  test('a container of another list', () => {
    for (const list of ['initContainers', 'ephemeralContainers']) {
      const { causes } = refusalOf(() =>
        overlaid(podOf({ image: 'registry.example/tools/shipper:3' }, list), overlay({})),
      )
      expectCauses(causes, [['ContainerNameTaken', `spec.${list}[0].name`, `found a container in ${list}`]])
      expect(causes[0]?.message).not.toMatch(/model|config/)
    }
  })

  test('nothing where the overlay only amends', () => {
    const amending = (...names: string[]): Overlay => ({
      spec: { initContainers: names.map((name) => ({ name, tty: true })) },
    })
    for (const podSpec of [
      { containers: [] },
      podOf({ image: 'any:1' }),
      podOf({ image: 'any:1' }, 'ephemeralContainers'),
    ]) {
      expectCauses(refusalOf(() => overlaid(podSpec, amending('shipper'))).causes, [
        [
          'NothingToAmend',
          'spec.initContainers',
          'expected a container named shipper, which the overlay gives no image',
        ],
      ])
    }
    expectCauses(refusalOf(() => overlaid({ containers: [] }, amending('a', 'b'))).causes, [
      ['NothingToAmend', 'spec.initContainers', 'containers named a, b'],
    ])
  })

  test('all of it at once', () => {
    const wanted: Overlay = {
      spec: {
        containers: [
          { name: 'shipper', image: 'shipper:3', volumeMounts: [{ name: 'none', mountPath: '/n' }] },
          { name: 'gone' },
        ],
        shareProcessNamespace: true,
      },
      targets: ['missing'],
    }
    const { causes } = refusalOf(() => overlaid({ ...podOf({ image: 'other:1' }), hostPID: true }, wanted))
    expect(causes.map(({ code }) => code).sort()).toEqual([
      'ContainerNameTaken',
      'HostPID',
      'NothingToAmend',
      'TargetNotFound',
      'VolumeNotFound',
    ])
  })
})
