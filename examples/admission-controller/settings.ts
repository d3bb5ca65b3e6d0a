import { readFileSync } from 'node:fs'

/** What the environment says. */
export interface Settings {
  readonly port: number
  /** Without it the server speaks plain HTTP. */
  readonly pair: { readonly cert: Buffer; readonly key: Buffer } | undefined
}

/** What keeps the server from starting: a mistake of who starts it, told without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** @throws {@link StartError} */
export function readSettings({ PORT = '', TLS_CERT_FILE: cert, TLS_KEY_FILE: key }: NodeJS.ProcessEnv): Settings {
  const port = PORT === '' ? 8443 : Number(PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new StartError(`PORT: expected a number from 0 to 65535, found ${JSON.stringify(PORT)}`)
  }
  if (!cert && !key) return { port, pair: undefined }
  return { port, pair: { cert: read('TLS_CERT_FILE', cert), key: read('TLS_KEY_FILE', key) } }
}

function read(variable: string, path: string | undefined): Buffer {
  if (!path) throw new StartError(`${variable}: expected a file, as the other one of the pair is set, found nothing`)
  try {
    return readFileSync(path)
  } catch (error) {
    throw new StartError(
      `${variable}: expected a file that can be read, found ${JSON.stringify(path)}: ${reasonOf(error)}`,
    )
  }
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
