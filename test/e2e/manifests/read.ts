import { send, type Cluster } from '../harness.js'

/** Reads an object that has to be there. */
export async function read<T>(cluster: Cluster, path: string): Promise<T> {
  const { code, body } = await send(cluster, { path })
  if (code !== 200) throw new Error(`GET ${path}: ${code} ${JSON.stringify(body)}`)
  return body as T
}
