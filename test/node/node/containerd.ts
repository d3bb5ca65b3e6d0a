import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { makeFolder, startProgram } from '../../e2e/harness.js'
import { references } from '../images/images.js'
import { makeNetwork } from './network.js'
import type { Runtime, RuntimeSetup } from './runtime.js'

const run = promisify(execFile)

/** What containerd needs beside what every runtime does. */
export interface ContainerdSetup extends RuntimeSetup {
  /** An OCI archive with all images that pods will need. */
  readonly archive: string
  /** How it knows CNI plugins: before 2.1 in one folder only. */
  readonly pluginFolders?: 'one' | 'several'
}

/** Starts containerd with its CRI plugin, and imports the images. */
export async function startContainerd(setup: ContainerdSetup): Promise<Runtime> {
  const { folder, programs, archive, registry } = setup
  const socket = join(folder, 'containerd.sock')
  const hosts = join(folder, 'certs.d/registry.example')
  mkdirSync(hosts, { recursive: true })
  writeFileSync(join(hosts, 'hosts.toml'), `server = "http://${registry}"\n`)
  const config = join(folder, 'containerd.toml')
  writeFileSync(config, configOf(setup, socket))

  const PATH = `${programs}:${process.env['PATH'] ?? ''}`
  const containerd = startProgram(makeFolder('containerd'), [join(programs, 'containerd'), '--config', config], {
    PATH,
  })
  const ctr = (...args: readonly string[]) =>
    run(join(programs, 'ctr'), ['--address', socket, '--namespace', 'k8s.io', ...args])
  await containerd.until('containerd answers', () => ctr('version').then(Boolean, () => undefined))
  await ctr('images', 'import', '--local', archive)
  return { socket, stop: containerd.stop }
}

/**
 * - `restrict_oom_score_adj`: root may lack CAP_SYS_RESOURCE, without which no score can be lowered.
 * - `disable_apparmor`: the machine's profiles are not the node's.
 * - `use_internal_loopback`: then no CNI plugin is needed for it.
 */
const configOf = ({ folder, runc, pluginFolders }: ContainerdSetup, socket: string): string => {
  const { plugins, configurations } = makeNetwork(folder)
  return `
version = 3
root = "${folder}/containerd"
state = "${folder}/containerd-state"
disabled_plugins = ["io.containerd.nri.v1.nri"]

[grpc]
address = "${socket}"

[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = "${references.pause}"

[plugins.'io.containerd.cri.v1.images'.registry]
config_path = "${folder}/certs.d"

[plugins.'io.containerd.cri.v1.runtime']
disable_apparmor = true
restrict_oom_score_adj = true

[plugins.'io.containerd.cri.v1.runtime'.cni]
${pluginFolders === 'one' ? `bin_dir = "${plugins}"` : `bin_dirs = ["${plugins}"]`}
conf_dir = "${configurations}"
use_internal_loopback = true

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
BinaryName = "${runc}"
SystemdCgroup = false
`
}
