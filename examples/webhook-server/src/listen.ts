import { once } from 'node:events'
import { refuse, StartError, type Faults } from './fault.js'
import { reasonOf } from './file.js'
import type { WebhookServer } from './server.js'

/**
 * Listens by Node's own means: Fastify's would log a line for every address of the machine, and open a second server for
 * `localhost` that no new certificate reaches.
 *
 * @returns the port, which is another one where 0 was asked for.
 */
export async function listen(app: WebhookServer, host: string, port: number): Promise<number> {
  await app.ready()
  app.server.listen({ host, port })
  try {
    await once(app.server, 'listening')
  } catch (error) {
    throw new StartError(faultsOf(error, host, port))
  }
  const address = app.server.address()
  // A text would be the path of a UNIX socket.
  const bound = typeof address === 'object' && address !== null ? address : { address: host, port }
  app.log.info({ host: bound.address, port: bound.port }, 'listening')
  return bound.port
}

function faultsOf(error: unknown, host: string, port: number): Faults {
  const faults: Faults = []
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    refuse(faults, 'PORT', `expected a free port, found ${port} in use at ${host}; choose another one, or 0 for any`)
  } else if (code === 'EACCES') {
    refuse(faults, 'PORT', `expected a port that this user may listen on, found ${port}; choose one above 1023`)
  } else {
    const expected = 'expected an address of this machine, or a name of one'
    refuse(faults, 'HOST', `${expected}, found "${host}": ${reasonOf(error)}; set it, for example to 0.0.0.0`)
  }
  return faults
}
