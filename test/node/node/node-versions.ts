import { expect } from 'vitest'
import { send } from '../../e2e/harness.js'
import { versions } from '../programs/programs.js'
import type { Node } from './node.js'

/** A node says of itself what runs on it. */
export async function expectVersions({ cluster, name }: Node, containerRuntimeVersion: string): Promise<void> {
  const { body } = await send(cluster, { path: `/api/v1/nodes/${name}` })
  expect(body).toMatchObject({
    status: { nodeInfo: { kubeletVersion: `v${versions.kubernetes}`, containerRuntimeVersion } },
  })
}
