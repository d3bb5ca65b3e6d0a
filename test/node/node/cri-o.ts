import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder, startProgram } from '../../e2e/harness.js'
import { references } from '../images/images.js'
import { makeNetwork } from './network.js'
import type { Runtime, RuntimeSetup } from './runtime.js'

/** Starts CRI-O. It has no images yet: pods pull what they need from the registry. */
export async function startCrio(setup: RuntimeSetup): Promise<Runtime> {
  const { folder, programs, runc, registry } = setup
  mkdirSync(join(folder, 'crio'))
  const socket = join(folder, 'crio/crio.sock')
  const [config, policy, registries, storage] = ['crio.conf', 'policy.json', 'registries.conf', 'storage.conf'].map(
    (file) => join(folder, file),
  )
  writeFileSync(config!, configOf(setup, { socket, policy: policy!, runtime: join(folder, 'runc.sh') }))
  writeFileSync(policy!, JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }))
  writeFileSync(registries!, `[[registry]]\nprefix = "registry.example"\nlocation = "${registry}"\ninsecure = true\n`)
  writeFileSync(
    storage!,
    `[storage]\ndriver = "overlay"\ngraphroot = "${folder}/storage"\nrunroot = "${folder}/storage-run"\n`,
  )
  const runtime = join(folder, 'runc.sh')
  writeFileSync(runtime, lenient(runc), { mode: 0o755 })
  const crio = startProgram(
    makeFolder('crio'),
    [join(programs, 'crio'), `--config=${config!}`, '--config-dir=', `--registries-conf=${registries!}`],
    { CONTAINERS_REGISTRIES_CONF: registries!, CONTAINERS_STORAGE_CONF: storage! },
  )
  await crio.until('CRI-O answers', () => crio.output().includes('Starting seccomp notifier watcher') || undefined)
  return { socket, stop: crio.stop }
}

/**
 * A runc that is asked for less, since CRI-O has no settings for it: root may lack CAP_SYS_RESOURCE, without which no score can be
 * lowered; and the kubelet makes no cgroups of huge pages where the machine has none.
 */
const lenient = (runc: string): string => `#!/bin/sh
bundle=
for word in "$@"; do
  [ "$previous" = --bundle ] && bundle=$word
  previous=$word
done
[ -z "$bundle" ] || sed -i -z -E 's/("oomScoreAdj": *)-[0-9]+/\\10/; s/("hugepageLimits": *)\\[[^]]*\\]/\\1[]/' "$bundle/config.json"
exec ${runc} "$@"
`

/**
 * - `conmon_cgroup`: with cgroupfs it has to be the pod's.
 * - `apparmor_profile`: the machine's profiles are not the node's.
 */
const configOf = (
  { folder, programs }: RuntimeSetup,
  { socket, policy, runtime }: { readonly socket: string; readonly policy: string; readonly runtime: string },
): string => {
  const { plugins, configurations } = makeNetwork(folder)
  return `
[crio]
log_dir = "${folder}/crio/logs"
version_file = "${folder}/crio/version"
version_file_persist = ""
clean_shutdown_file = "${folder}/crio/clean.shutdown"

[crio.api]
listen = "${socket}"
stream_port = "0"

[crio.runtime]
cgroup_manager = "cgroupfs"
conmon_cgroup = "pod"
default_runtime = "runc"
apparmor_profile = "unconfined"
pinns_path = "${programs}/pinns"
namespaces_dir = "${folder}/crio/namespaces"
container_exits_dir = "${folder}/crio/exits"
container_attach_socket_dir = "${folder}/crio"
hooks_dir = []
enable_criu_support = false
disable_hostport_mapping = true
irqbalance_config_restore_file = "disable"

[crio.runtime.runtimes.runc]
runtime_path = "${runtime}"
runtime_root = "${folder}/runc"
monitor_path = "${programs}/conmon"

[crio.image]
pause_image = "${references.pause}"
pause_command = "/pause"
signature_policy = "${policy}"

[crio.network]
network_dir = "${configurations}"
plugin_dirs = ["${plugins}"]

[crio.metrics]
enable_metrics = false

[crio.nri]
enable_nri = false
`
}
