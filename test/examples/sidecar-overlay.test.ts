import { expect, test } from 'vitest'
import { bundle, run } from './bundle.js'

const { code, stdout, stderr } = await run(await bundle('sidecar-overlay/sidecar-overlay.ts'))

test('it prints the plan, what a second call gives, a conflict, and the same pieces in either order', () => {
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const volumes = 'shm istio-envoy kube-api-access-x7k2p'
  expect(stdout.trimEnd().split('\n')).toEqual([
    'The plan, as a JSON patch:',
    '  add /volumes/-',
    '  add /containers/-',
    '  add /containers/0/env/-',
    '  add /containers/0/volumeMounts/-',
    'A second call gives the same object: true',
    'A volume that is there keeps its size: true',
    'A pod without the target:',
    expect.stringMatching(
      /^ {2}TargetNotFound spec\.containers: expected a container named kserve-container, found web, istio-proxy;/,
    ),
    'With the model, in either order:',
    `  containers kserve-container queue-proxy istio-proxy log-shipper modelcar; volumes ${volumes} logs kserve-provision-location`,
    '  both again give the same object: true',
    `  containers kserve-container queue-proxy istio-proxy modelcar log-shipper; volumes ${volumes} kserve-provision-location logs`,
    '  both again give the same object: true',
    'Sorted by name they are the same pod: true',
  ])
})
