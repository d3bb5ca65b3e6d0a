import { writeFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onFreePorts } from '../../e2e/control-plane/free-ports.js'
import { makeFolder, send, startProgram, type Cluster } from '../../e2e/harness.js'

/** Where a kubelet is, and what it needs. */
export interface KubeletSetup {
  readonly cluster: Cluster
  /** The node's name. */
  readonly name: string
  /** The folder in which everything that it stores stands. */
  readonly folder: string
  readonly program: string
  /** The socket of its runtime. */
  readonly socket: string
}

/** Starts a kubelet, and waits until its node is ready. */
export function startKubelet(setup: KubeletSetup): Promise<{ readonly stop: () => Promise<void> }> {
  return onFreePorts(1, async ([port]) => {
    const { cluster, name, folder, program } = setup
    makeCgroups(name)
    const config = join(folder, 'kubelet.json')
    writeFileSync(config, JSON.stringify(configOf(setup, port!)))
    const kubelet = startProgram(makeFolder('kubelet'), [
      program,
      `--config=${config}`,
      `--kubeconfig=${cluster.kubeconfig}`,
      `--root-dir=${join(folder, 'kubelet')}`,
      `--cert-dir=${join(folder, 'kubelet-certificates')}`,
      `--hostname-override=${name}`,
      `--node-ip=${address}`,
    ])
    await kubelet.until(`${name} is ready`, async () => {
      const { body } = await send(cluster, { path: `/api/v1/nodes/${name}` })
      const { status } = body as { status?: { conditions?: readonly { type: string; status: string }[] } }
      return status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') === true || undefined
    })
    return { stop: kubelet.stop }
  })
}

/** The namespaces have it; a kubelet takes none of the loopback interface's own. */
const address = '10.9.0.1'

const configOf = ({ name, folder, socket }: KubeletSetup, port: number): object => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  containerRuntimeEndpoint: `unix://${socket}`,
  failCgroupV1: false,
  cgroupDriver: 'cgroupfs',
  cgroupRoot: `/${name}`,
  podLogsDir: join(folder, 'pod-logs'),
  address,
  port,
  healthzPort: 0,
  // The API server is the only one who can reach it.
  authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
  authorization: { mode: 'AlwaysAllow' },
  resolvConf: '',
  clusterDNS: ['10.0.0.10'],
  makeIPTablesUtilChains: false,
  volumePluginDir: join(folder, 'volume-plugins'),
  // Tests should not wait for what people would.
  crashLoopBackOff: { maxContainerRestartPeriod: '1s' },
  // A machine that is short of space is no test's business.
  imageGCHighThresholdPercent: 100,
  imageGCLowThresholdPercent: 99,
  evictionHard: {
    'memory.available': '1Mi',
    'nodefs.available': '0%',
    'nodefs.inodesFree': '0%',
    'imagefs.available': '0%',
    'imagefs.inodesFree': '0%',
  },
})

/** Each kubelet has cgroups of its own: it ends what it finds in them and does not know. */
function makeCgroups(name: string): void {
  for (const line of readFileSync('/proc/self/cgroup', 'utf8').split('\n')) {
    const controllers = line.split(':')[1]?.replace('name=', '')
    if (!controllers) continue
    const parent = join('/sys/fs/cgroup', controllers)
    mkdirSync(join(parent, name), { recursive: true })
    if (controllers !== 'cpuset') continue
    for (const file of ['cpuset.cpus', 'cpuset.mems'])
      writeFileSync(join(parent, name, file), readFileSync(join(parent, file)))
  }
}
