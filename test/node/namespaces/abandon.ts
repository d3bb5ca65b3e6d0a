import { startCluster } from '../node/cluster.js'
import { injected, sayModel, server } from '../pods/server.js'
import { untilLogged, withPod } from '../pods/pod-on-node.js'

// Starts a node with a pod, and never stops it: what a test run looks like that is interrupted or killed.
const { node } = await startCluster()
await withPod(
  node,
  injected('image-volume', { containers: [server(sayModel('image-volume', '/mnt/models'))] }),
  async (pod) => {
    await untilLogged(pod, 'server', '\n')
    console.log('a pod runs')
    await new Promise(() => setInterval(() => undefined, 1000))
  },
)
