import { KubeConfig } from '@kubernetes/client-node'

/** Thrown where there is no cluster to work with: a mistake of who starts the controller, told without a stack. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError'
}

/** What the client takes for the cluster where there is no kubeconfig. It speaks no HTTP, so this one never answers. */
const whereNoneIs = 'http://localhost:8080'

/**
 * The kubeconfig of `KUBECONFIG`, of `~/.kube/config`, or of the pod that this runs in.
 *
 * @throws {@link ClusterError}
 */
export function loadKubeConfig(): KubeConfig {
  const kubeConfig = new KubeConfig()
  try {
    kubeConfig.loadFromDefault()
  } catch (error) {
    throw new ClusterError(`the kubeconfig cannot be read: ${reasonOf(error)}; correct it, or the path in KUBECONFIG`)
  }
  const cluster = kubeConfig.getCurrentCluster()
  if (cluster?.server === whereNoneIs) {
    throw new ClusterError(
      'there is no kubeconfig: expected one in KUBECONFIG or ~/.kube/config, or a service account of a pod',
    )
  }
  if (cluster !== null) return kubeConfig
  throw new ClusterError('the kubeconfig has no cluster of its current context; kubectl config use-context sets one')
}

/**
 * Waits for the first answer of the cluster: what is wrong from the start is for whoever starts this, and nothing to try again and again.
 *
 * @throws {@link ClusterError}
 */
export async function firstAnswer(kubeConfig: KubeConfig, answer: Promise<unknown>): Promise<void> {
  try {
    await answer
  } catch (error) {
    const server = kubeConfig.getCurrentCluster()?.server ?? ''
    throw new ClusterError(
      `the Deployments of ${server} cannot be listed: ${reasonOf(error)}; see whether "kubectl get deployments -A" can, with the same KUBECONFIG`,
    )
  }
}

/** What went wrong, on one line. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').trim()
