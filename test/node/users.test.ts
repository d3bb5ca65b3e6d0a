import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { V1SecurityContext } from '@kubernetes/client-node'
import { describe, expect, inject, test } from 'vitest'
import { textOf } from './images/images.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, sayFile, sayModel, server, stay, waitFor } from './pods/server.js'

// The table of docs/modes.md that says who may read the model, row by row.

const node = inject('node')
const page = readFileSync(join(import.meta.dirname, '../../docs/modes.md'), 'utf8')
const [, section = ''] = /^## UID and GID\n([^]*?)^## /m.exec(page) ?? []
const rows = [...section.matchAll(/^\| (.*) \| (.*) \| (reads|permission denied) \|$/gm)].map(
  ([, sidecar = '', server = '', outcome = '']) => ({ sidecar, server, outcome }),
)

test('the table has rows', () => {
  expect(rows.length).toBeGreaterThanOrEqual(7)
})

const outcomes: Readonly<Record<string, string>> = {
  reads: textOf('llama'),
  'permission denied': "cat: can't open '/mnt/models/model.txt': Permission denied\n",
}

describe.each(linkModes)('%s', (mode) => {
  test.each(rows)('sidecar: $sidecar; server: $server; $outcome', async (row) => {
    const path = '/mnt/models'
    const text = [waitFor(path), sayFile(path), stay].join('\n')
    const pod = injected(
      mode,
      { containers: [server(text, { securityContext: contextOf(row.server) })] },
      { securityContext: contextOf(row.sidecar) as object },
    )
    await withPod(node, pod, async (running) => {
      expect(await untilLogged(running, 'server', '\n')).toBe(outcomes[row.outcome])
    })
  })

  test('a user of the config is that of the server and of the sidecar', async () => {
    const text = ['id -u', 'id -g', sayModel(mode, '/mnt/models')].join('\n')
    const pod = injected(mode, { containers: [server(text)] }, { runAsUser: 1010, runAsGroup: 1020 })
    await withPod(node, pod, async (running) => {
      expect(await untilLogged(running, 'server', textOf('llama'))).toBe(`1010\n1020\n${textOf('llama')}`)
    })
  })
})

describe.each(['image-volume', 'fetch'] as const)('%s', (mode) => {
  test('a server of any user reads, whoever brought the model', async () => {
    const text = `id -u; ${sayModel(mode, '/mnt/models')}`
    const pod = injected(mode, {
      containers: [server(text, { securityContext: { runAsUser: 1010, runAsGroup: 1011 } })],
    })
    await withPod(node, pod, async (running) => {
      expect(await untilLogged(running, 'server', /\n.*\n/)).toBe(`1010\n${textOf('llama')}`)
    })
  })
})

/** Reads a cell of the table, such as "UID 1010, GID 0" or "root, drops `ALL`". */
function contextOf(cell: string): V1SecurityContext {
  const [, uid = '0', gid = uid] = /^UID (\d+)(?:, GID (\d+))?$/.exec(cell) ?? []
  if (uid === '0' && !cell.startsWith('root')) throw new Error(`expected a user, found ${cell}`)
  const dropsAll = cell.endsWith('drops `ALL`')
  return {
    runAsUser: Number(uid),
    runAsGroup: Number(gid),
    ...(dropsAll && { capabilities: { drop: ['ALL'] } }),
  }
}
