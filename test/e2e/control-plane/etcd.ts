import { join } from 'node:path'
import { onFreePorts } from './free-ports.js'
import { makeFolder, startProgram } from './running-program.js'

/** An etcd that forgets everything when it is stopped. */
export interface Etcd {
  readonly url: string
  readonly stop: () => Promise<void>
}

export function startEtcd(programs: string): Promise<Etcd> {
  return onFreePorts(2, async ([client, peer]) => {
    const [url, peerUrl] = [`http://127.0.0.1:${client!}`, `http://127.0.0.1:${peer!}`]
    const etcd = startProgram(makeFolder('etcd'), [
      join(programs, 'etcd'),
      '--data-dir=data',
      '--unsafe-no-fsync',
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=default=${peerUrl}`,
    ])
    await etcd.until('etcd is healthy', async () => {
      const answer = await fetch(`${url}/health`).catch(() => undefined)
      return answer?.ok === true ? true : undefined
    })
    return { url, stop: etcd.stop }
  })
}
