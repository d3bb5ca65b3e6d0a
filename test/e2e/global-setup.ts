import { execFileSync } from 'node:child_process'
import type { TestProject } from 'vitest/node'
import { startApiServer, type Cluster } from './control-plane/api-server.js'
import { startEtcd } from './control-plane/etcd.js'
import { buildPrograms, findPrograms } from './control-plane/programs.js'
import { exampleFolder } from './webhooks/example-server.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The API server that most tests share: default flags, and a namespace for each test. */
    cluster: Cluster
  }
}

/** Builds the example server, and starts etcd and one API server for all test files; stops them when all are done. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const programs = findPrograms()
  if (programs.folder === undefined) throw new Error(programs.missing)
  await buildPrograms(programs)
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: exampleFolder, stdio: 'inherit' })
  const etcd = await startEtcd(programs.folder)
  const server = await startApiServer(programs.folder, etcd.url)
  project.provide('cluster', server.cluster)
  return async () => {
    await server.stop()
    await etcd.stop()
  }
}
