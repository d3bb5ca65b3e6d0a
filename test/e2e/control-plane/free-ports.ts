import { createServer } from 'node:net'
import { once } from 'node:events'
import { ProgramEnded } from './running-program.js'

/**
 * Starts something on ports of the loopback interface that were free a moment ago. Neither etcd nor kube-apiserver can choose
 * one itself, so where somebody else was faster it is tried again.
 */
export async function onFreePorts<T>(count: number, start: (ports: readonly number[]) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await freePorts(count))
    } catch (error) {
      const isTaken = error instanceof ProgramEnded && error.output.includes('address already in use')
      if (!isTaken || attempt === 3) throw error
    }
  }
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('expected a port')
    return address.port
  })
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}
