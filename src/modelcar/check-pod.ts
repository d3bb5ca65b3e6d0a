import type { ResolvedConfig } from './config/resolve.js'
import { field, found, type JsonObject } from '../json.js'
import type { Path } from '../patch/edit.js'
import { isLinkMode } from './modes/names.js'
import { conflict, type Findings } from '../overlay/plan/findings.js'
import { containerLists, type Pod } from '../overlay/plan/pod.js'

/** What the pod as a whole must not be. */
export function checkPod(pod: Pod, { mode, securityContext }: ResolvedConfig, findings: Findings): void {
  checkWindows(pod, findings)
  const { hostPID, hostUsers, restartPolicy } = pod.spec
  if (isLinkMode(mode) && hostPID === true) {
    const message = () =>
      'expected no hostPID beside the shared process namespace of this mode, found true; remove it, or use mode image-volume or fetch'
    conflict(findings, 'HostPID', ['hostPID'], message)
  }
  // The API server takes it in a user namespace alone (validateHostUsers and validateProcMountType, pkg/apis/core/validation).
  if (mode !== 'image-volume' && securityContext?.procMount === 'Unmasked' && hostUsers !== false) {
    const message = () =>
      `expected false beside procMount: Unmasked of the config, found ${found(hostUsers)}; set it on the pod, or drop procMount`
    conflict(findings, 'HostUsers', ['hostUsers'], message)
  }
  if (mode === 'sidecar' && (restartPolicy === 'Never' || restartPolicy === 'OnFailure')) {
    const message = () =>
      `expected Always in mode sidecar, found ${restartPolicy}: the sidecar never ends, so the pod would never complete; use mode native-sidecar, image-volume or fetch`
    conflict(findings, 'NeverCompletes', ['restartPolicy'], message)
  }
}

/** A model's image holds Linux files, and the API server takes no shared process namespace and no UID on Windows. */
function checkWindows(pod: Pod, findings: Findings): void {
  const { os, nodeSelector } = pod.spec
  if (field(os, 'name') === 'windows') reportWindows(findings, ['os', 'name'], 'windows')
  if (field(nodeSelector, 'kubernetes.io/os') === 'windows')
    reportWindows(findings, ['nodeSelector', 'kubernetes.io/os'], 'windows')
  if (isHostProcess(pod.spec)) reportWindows(findings, ['securityContext', 'windowsOptions', 'hostProcess'], true)
  if (!pod.some.windowsOptions) return
  for (const list of containerLists) {
    pod[list].forEach((container, index) => {
      if (!isHostProcess(container)) return
      reportWindows(findings, [list, index, 'securityContext', 'windowsOptions', 'hostProcess'], true)
    })
  }
}

const isHostProcess = ({ securityContext }: JsonObject): boolean =>
  field(field(securityContext, 'windowsOptions'), 'hostProcess') === true

function reportWindows(findings: Findings, path: Path, value: unknown): void {
  conflict(
    findings,
    'Windows',
    path,
    () => `expected a Linux pod, found ${found(value)}; a model cannot be put into a Windows pod`,
  )
}
