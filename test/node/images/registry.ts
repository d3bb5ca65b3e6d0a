import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, mkdirSync, readFileSync, statSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { makeFolder } from '../../e2e/harness.js'
import { imageName, type Index } from './archive.js'

/** A registry of the loopback interface, without TLS, that nobody can push to. */
export interface Registry {
  /** Its host and port. */
  readonly host: string
  readonly stop: () => void
}

/**
 * Serves what is in OCI archives, under the paths and tags of their references, whatever host these have.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull
 */
export async function startRegistry(archives: readonly string[]): Promise<Registry> {
  const layout = makeFolder('registry')
  const manifests = new Map<string, { readonly digest: string; readonly mediaType: string }>()
  for (const [index, archive] of archives.entries()) {
    const folder = join(layout, String(index))
    mkdirSync(folder)
    execFileSync('tar', ['-C', folder, '-xf', archive])
    execFileSync('cp', ['-R', join(folder, 'blobs'), layout])
    for (const each of (JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as Index).manifests) {
      const [, name, tag] = /^[^/]+\/(.*):(.*)$/.exec(each.annotations[imageName]) ?? []
      for (const reference of [tag, each.digest]) manifests.set(`${name}/manifests/${reference}`, each)
    }
  }
  const answer = (path: string, response: ServerResponse): void => {
    const { digest = /\/blobs\/(sha256:[0-9a-f]{64})$/.exec(path)?.[1], mediaType } = manifests.get(path) ?? {}
    if (path !== '' && digest === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"errors":[]}')
      return
    }
    if (digest === undefined) {
      response.writeHead(200).end()
      return
    }
    const file = join(layout, 'blobs', digest.replace(':', '/'))
    response.writeHead(200, {
      'content-type': mediaType ?? 'application/octet-stream',
      'content-length': statSync(file).size,
      'docker-content-digest': digest,
    })
    createReadStream(file).pipe(response)
  }
  const server = createServer(({ url = '' }, response) => answer(url.replace(/^\/v2\/|\?.*$/g, ''), response))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return { host: `127.0.0.1:${port}`, stop: () => server.close() }
}
