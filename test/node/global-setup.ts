import { execFileSync } from 'node:child_process'
import type { TestProject } from 'vitest/node'
import type { Node } from './node/node.js'
import { exampleFolder } from '../e2e/webhooks/example-server.js'
import { startCluster, type Images } from './node/cluster.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The node that most tests share. */
    node: Node
    /** What another node needs of it. */
    images: Images
  }
}

/** Builds the example server, and starts a control plane and one node for all test files; stops them when all are done. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: exampleFolder, stdio: 'inherit' })
  const { node, images, stop } = await startCluster()
  project.provide('node', node)
  project.provide('images', images)
  return stop
}
