import { expect, test } from 'vitest'
import { planOverlay } from '../../src/index.js'

test('a target that is not there is told in words that fit any overlay, not only one of a model', () => {
  const podSpec = { containers: [{ name: 'web' }], initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] }
  expect(() => planOverlay(podSpec, { targets: ['server'] })).toThrow(
    'the overlay cannot be injected: spec.containers: expected a container named server, found web, proxy (init); name containers of the pod in targets',
  )
})
