/*
 * A controller that gives annotated Deployments their model by server-side apply; see README.md.
 */
import { AppsV1Api, makeInformer, type V1Deployment } from '@kubernetes/client-node'
import { ClusterError, firstAnswer, loadKubeConfig, reasonOf } from './cluster.js'
import { reconcile } from './reconcile.js'

// Whoever reads the log may stop; Deployments still have to get their models.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const retryAfter = 5_000

async function run(): Promise<void> {
  const kubeConfig = loadKubeConfig()
  const client = kubeConfig.makeApiClient(AppsV1Api)
  const informer = makeInformer(kubeConfig, '/apis/apps/v1/deployments', () => client.listDeploymentForAllNamespaces())

  // One after the other, and each as it is when its turn comes: an outdated one would be written back.
  let queue = Promise.resolve()
  function enqueue({ metadata }: V1Deployment): void {
    const name = metadata?.name ?? ''
    const namespace = metadata?.namespace
    queue = queue.then(async () => {
      const deployment = informer.get(name, namespace)
      if (deployment === undefined) return
      try {
        const outcome = await reconcile(client, deployment)
        if (outcome.outcome !== 'ignored') console.log(JSON.stringify({ namespace, name, ...outcome }))
      } catch (error) {
        console.error(error)
        setTimeout(() => enqueue(deployment), retryAfter)
      }
    })
  }

  informer.on('add', enqueue)
  informer.on('update', enqueue)
  informer.on('error', (error) => {
    console.error(`the Deployments are listed again in ${retryAfter / 1000} seconds: ${reasonOf(error)}`)
    setTimeout(() => void informer.start(), retryAfter)
  })
  await firstAnswer(kubeConfig, client.listDeploymentForAllNamespaces({ limit: 1 }))
  await informer.start()
}

run().catch((error: unknown) => {
  if (!(error instanceof ClusterError)) throw error
  process.stderr.write(`deployment-controller: ${error.message}\n`)
  process.exitCode = 1
})
