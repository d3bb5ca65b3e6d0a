import { join } from 'node:path'
import { afterAll, beforeAll, inject } from 'vitest'
import { findNodePrograms } from '../programs/programs.js'
import { startNode, type Node, type RunningNode } from './node.js'
import type { Runtime, RuntimeSetup } from './runtime.js'

/** What a runtime needs beside its own programs. */
export type Surroundings = Omit<RuntimeSetup, 'programs'> & { readonly archive: string }

/** Starts a node with another runtime for the tests of a file; what is given tells of the node once they run. */
export function anotherNode(name: string, startRuntime: (setup: Surroundings) => Promise<Runtime>): () => Node {
  let running: RunningNode | undefined
  beforeAll(async () => {
    const programs = findNodePrograms().folder ?? ''
    const runc = join(programs, 'runc')
    running = await startNode({
      cluster: inject('node').cluster,
      name,
      programs,
      startRuntime: (folder) => startRuntime({ folder, runc, ...inject('images') }),
    })
  })
  afterAll(() => running?.stop())
  return () => {
    if (running === undefined) throw new Error(`${name} was not started`)
    return running.node
  }
}
