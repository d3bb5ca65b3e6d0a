import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder, startProgram } from '../../e2e/harness.js'
import { references } from '../images/images.js'
import { ctr } from './ctr.js'

/** A container runtime that runs; all of it is data, so that it can be handed on to test files. */
export interface Runtime {
  readonly socket: string
  /** The folder with containerd, its shim and ctr. */
  readonly programs: string
}

/** Where containerd is, and what it needs. */
export interface ContainerdSetup {
  /** The folder in which everything that it stores stands. */
  readonly folder: string
  /** The folder with containerd, its shim and ctr. */
  readonly programs: string
  readonly runc: string
  /** An OCI archive with all images that pods will need. */
  readonly images: string
}

/** Starts containerd with its CRI plugin, and imports the images. */
export async function startContainerd(
  setup: ContainerdSetup,
): Promise<{ readonly runtime: Runtime; readonly stop: () => Promise<void> }> {
  const { folder, programs, images } = setup
  const socket = join(folder, 'containerd.sock')
  for (const each of ['cni/bin', 'cni/net.d']) mkdirSync(join(folder, each), { recursive: true })
  copyFileSync(join(import.meta.dirname, 'cni-alone'), join(folder, 'cni/bin/alone'))
  chmodSync(join(folder, 'cni/bin/alone'), 0o755)
  const network = { cniVersion: '1.0.0', name: 'alone', plugins: [{ type: 'alone' }] }
  writeFileSync(join(folder, 'cni/net.d/alone.conflist'), JSON.stringify(network))
  const config = join(folder, 'containerd.toml')
  writeFileSync(config, configOf(setup, socket))

  const PATH = `${programs}:${process.env['PATH'] ?? ''}`
  const containerd = startProgram(makeFolder('containerd'), [join(programs, 'containerd'), '--config', config], {
    PATH,
  })
  const runtime = { socket, programs }
  await containerd.until('containerd answers', () => ctr(runtime, 'version').then(Boolean, () => undefined))
  await ctr(runtime, 'images', 'import', '--local', images)
  return { runtime, stop: containerd.stop }
}

/**
 * - `restrict_oom_score_adj`: root may lack CAP_SYS_RESOURCE, without which no score can be lowered.
 * - `disable_apparmor`: the machine's profiles are not the node's.
 * - `use_internal_loopback`: then no CNI plugin is needed for it.
 */
const configOf = ({ folder, runc }: ContainerdSetup, socket: string): string => `
version = 3
root = "${folder}/containerd"
state = "${folder}/containerd-state"
disabled_plugins = ["io.containerd.nri.v1.nri"]

[grpc]
address = "${socket}"

[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = "${references.pause}"

[plugins.'io.containerd.cri.v1.runtime']
disable_apparmor = true
restrict_oom_score_adj = true

[plugins.'io.containerd.cri.v1.runtime'.cni]
bin_dirs = ["${folder}/cni/bin"]
conf_dir = "${folder}/cni/net.d"
use_internal_loopback = true

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"

[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
BinaryName = "${runc}"
SystemdCgroup = false
`
