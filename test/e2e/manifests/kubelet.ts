import { mkdirSync, writeFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { dirname, join } from 'node:path'
import type { ConfigMap, EnvVar, PodTemplateSpec, Secret, Volume } from 'kubernetes-types/core/v1.js'
import { makeFolder, startProgram, type Cluster, type RunningProgram } from '../harness.js'
import { example } from './files.js'
import { read } from './read.js'

/** A pod's container as a process of this machine. */
export interface RunningPod {
  readonly address: string
  readonly port: number
  readonly stop: RunningProgram['stop']
}

/**
 * Runs the only container of a pod as a kubelet would: with its environment, and with what its Secrets and ConfigMaps hold in the
 * cluster as files. The program is the example server's. What differs: the files are below a folder of their own, and the port
 * is any that is free.
 */
export async function runPod(cluster: Cluster, namespace: string, { spec }: PodTemplateSpec): Promise<RunningPod> {
  const folder = makeFolder('webhook-pod')
  const address = ownAddress()
  const [container] = spec!.containers
  const mounts = container!.volumeMounts ?? []
  for (const { name, mountPath } of mounts) {
    const volume = spec!.volumes?.find((each) => each.name === name)
    for (const [file, content] of await filesOf(cluster, namespace, volume!)) {
      const path = join(folder, mountPath, file)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, content)
    }
  }
  const valueOf = ({ value, valueFrom }: EnvVar): string => {
    if (valueFrom?.fieldRef?.fieldPath === 'status.podIP') return address
    if (value === undefined)
      throw new Error(`expected a value or the pod's address, found ${JSON.stringify(valueFrom)}`)
    return mounts.some(({ mountPath }) => value.startsWith(mountPath)) ? join(folder, value) : value
  }
  const env = Object.fromEntries((container!.env ?? []).map((each) => [each.name, valueOf(each)]))
  const program = startProgram(folder, [process.execPath, join(example, 'dist/main.js')], { ...env, PORT: '0' })
  const port = await program.until('the server listens', () => {
    const line = program
      .output()
      .split('\n')
      .find((each) => each.includes('"msg":"listening"'))
    return line === undefined ? undefined : (JSON.parse(line) as { port: number }).port
  })
  return { address, port, stop: program.stop }
}

/** An address that an endpoint may have; one of the loopback interface may not. */
function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
  const own = addresses.find(({ internal, family }) => !internal && family === 'IPv4')
  if (own === undefined)
    throw new Error('expected a network interface with an IPv4 address beside loopback, found none')
  return own.address
}

async function filesOf(cluster: Cluster, namespace: string, volume: Volume): Promise<[string, Buffer][]> {
  const inside = `/api/v1/namespaces/${namespace}`
  const { secret, configMap } = volume
  if (secret !== undefined) {
    const { data = {} } = await read<Secret>(cluster, `${inside}/secrets/${secret.secretName!}`)
    return Object.entries(data).map(([file, content]) => [file, Buffer.from(content, 'base64')])
  }
  const { data = {} } = await read<ConfigMap>(cluster, `${inside}/configmaps/${configMap!.name!}`)
  return Object.entries(data).map(([file, content]) => [file, Buffer.from(content)])
}
