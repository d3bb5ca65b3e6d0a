import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Makes the folders of a network in which every pod is alone: a CNI plugin, and its configuration. */
export function makeNetwork(folder: string): { readonly plugins: string; readonly configurations: string } {
  const [plugins, configurations] = [join(folder, 'cni/bin'), join(folder, 'cni/net.d')]
  for (const each of [plugins, configurations]) mkdirSync(each, { recursive: true })
  copyFileSync(join(import.meta.dirname, 'cni-alone'), join(plugins, 'alone'))
  chmodSync(join(plugins, 'alone'), 0o755)
  const network = { cniVersion: '1.0.0', name: 'alone', plugins: [{ type: 'alone' }] }
  writeFileSync(join(configurations, 'alone.conflist'), JSON.stringify(network))
  return { plugins, configurations }
}
