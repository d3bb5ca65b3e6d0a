import { field, nameOf, own } from '../../json.js'
import { containersOf, inContainers, type Exclusion } from './contradictions.js'
import type { JsonObject } from '../../json.js'

const ofBoth = ['seLinuxOptions', 'seccompProfile', 'runAsUser', 'runAsGroup', 'appArmorProfile']

/** What the API server does not take in a pod of a system that the pod names, by where it stands. */
const excluded: Readonly<Record<string, Readonly<Record<'pod' | 'ofPod' | 'ofContainer', readonly string[]>>>> = {
  windows: {
    pod: ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'resources'],
    ofPod: [
      ...ofBoth,
      ...['fsGroup', 'fsGroupChangePolicy', 'seLinuxChangePolicy'],
      ...['supplementalGroups', 'supplementalGroupsPolicy', 'sysctls'],
    ],
    ofContainer: [
      ...ofBoth,
      ...['allowPrivilegeEscalation', 'capabilities', 'privileged', 'procMount', 'readOnlyRootFilesystem'],
    ],
  },
  linux: { pod: [], ofPod: ['windowsOptions'], ofContainer: ['windowsOptions'] },
}

/** A field that the API server drops where it is false. */
const isDropped = (name: string, value: unknown): boolean =>
  value === false && (name === 'hostPID' || name === 'hostIPC')

const given = (holder: unknown, names: readonly string[] = []): readonly string[] =>
  names.filter((name) => field(holder, name) != null && !isDropped(name, field(holder, name)))

/** What a pod says that is for another system than it names. */
export const system: Exclusion = {
  said: [],
  find: (spec, tell) => {
    const name = field(spec.os, 'name')
    const names = own(excluded, nameOf(name))
    if (names === undefined) return
    const beside = `os.name: ${String(name)}`
    const tellAt = (place: readonly string[]): void => {
      tell({ places: [place, ['os', 'name']], found: place.join('.'), beside })
    }
    for (const each of given(spec, names.pod)) tellAt([each])
    for (const each of given(spec.securityContext, names.ofPod)) tellAt(['securityContext', each])
    inContainers(({ securityContext }, tell) => {
      for (const each of given(securityContext, names.ofContainer))
        tell({ places: [['securityContext', each]], found: `securityContext.${each}`, beside })
    })(spec, tell)
  },
}

const isHostProcess = ({ securityContext }: JsonObject): unknown =>
  field(field(securityContext, 'windowsOptions'), 'hostProcess')

/** A host process is one beside no other container, and in the host's network. */
export const hostProcess: Exclusion = {
  said: [],
  find: (spec, tell) => {
    const all = containersOf(spec)
    const others = all.filter((container) => (isHostProcess(container) ?? isHostProcess(spec)) !== true)
    if (others.length === all.length) return
    if (spec.hostNetwork !== true)
      tell({
        places: [['hostNetwork'], ['containers']],
        found: 'a host process',
        beside: 'no hostNetwork: true',
        instead: spec.hostNetwork,
      })
    const places = [['securityContext', 'windowsOptions', 'hostProcess'], []]
    for (const container of others)
      tell({ container, places, found: 'a container', beside: 'a host process', instead: isHostProcess(container) })
  },
}
