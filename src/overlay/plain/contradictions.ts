import { field, isList, isObject, objectsIn, readPath, type JsonObject } from '../../json.js'
import { sourceOf } from '../merge/union.js'

/*
 * What the API server does not take together (pkg/apis/core/validation), where an overlay says one half and the pod has the other.
 */

/** Two fields of a pod that exclude each other. */
export interface Contradiction {
  /** Where it is: the container, where it is one of a container, and the first of these places that the pod has. */
  readonly container?: JsonObject
  readonly places: readonly (readonly string[])[]
  /** What was found, and beside what it may not be. */
  readonly found: string
  readonly beside: string
  /** Where something else has to be beside it: what is there instead. Where that is nothing, another may still bring it. */
  readonly instead?: unknown
}

/** Takes one that was found. */
export type Tell = (contradiction: Contradiction) => void

/** Fields that exclude each other, and how an overlay brings them together. */
export interface Exclusion {
  /** What an overlay has to say: a field, or a field and its value. */
  readonly said: readonly string[]
  /** Finds them in a pod. A pod may be full of them, so they are told one by one. */
  readonly find: (spec: JsonObject, tell: Tell) => void
}

export const containersOf = ({ containers, initContainers }: JsonObject): readonly JsonObject[] => [
  ...objectsIn(containers),
  ...objectsIn(initContainers),
]

/** Takes what was found in a container. */
type TellOf = (contradiction: Omit<Contradiction, 'container'>) => void

/** Of a container, all pairs of places that hold what may not be together. */
export const inContainers =
  (find: (container: JsonObject, tell: TellOf, spec: JsonObject) => void): Exclusion['find'] =>
  (spec, tell) => {
    for (const container of containersOf(spec))
      find(container, (contradiction) => tell({ container, ...contradiction }), spec)
  }

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'] as const

/** The API server has them on init containers that stay, and on no other. */
const endingInits: Exclusion = {
  said: [...probes, 'restartPolicy'],
  find: ({ initContainers }, tell) => {
    for (const container of objectsIn(initContainers)) {
      if (container.restartPolicy === 'Always') continue
      for (const name of probes)
        if (container[name] != null)
          tell({
            container,
            places: [[name]],
            found: name,
            beside: 'no restartPolicy: Always',
            instead: container.restartPolicy,
          })
    }
  },
}

const sleeps: Exclusion = {
  said: ['sleep', 'seconds', 'terminationGracePeriodSeconds'],
  find: /* @__PURE__ */ inContainers((container, tell, { terminationGracePeriodSeconds: grace }) => {
    for (const hook of ['postStart', 'preStop']) {
      const seconds = readPath(container, ['lifecycle', hook, 'sleep', 'seconds'])
      if (typeof seconds !== 'number' || seconds <= (typeof grace === 'number' ? grace : 30)) continue
      const places = [['lifecycle', hook, 'sleep', 'seconds'], ['lifecycle']]
      const found = `a sleep of ${String(seconds)} seconds`
      tell({ places, found, beside: 'a shorter terminationGracePeriodSeconds', instead: grace })
    }
  }),
}

const mounts: Exclusion = {
  said: [
    'recursiveReadOnly',
    'mountPropagation',
    'readOnly=false',
    'readOnly=null',
    'privileged=false',
    'privileged=null',
  ],
  find: /* @__PURE__ */ inContainers((container, tell) => {
    const places = [['volumeMounts']]
    const privileged = field(container.securityContext, 'privileged')
    for (const { mountPath, readOnly, recursiveReadOnly, mountPropagation } of objectsIn(container.volumeMounts)) {
      const isRecursive = recursiveReadOnly != null && recursiveReadOnly !== 'Disabled'
      const isPropagated = mountPropagation != null && mountPropagation !== 'None'
      const on = typeof mountPath === 'string' ? ` at ${mountPath}` : ''
      if (isRecursive && readOnly !== true)
        tell({ places, found: `recursiveReadOnly${on}`, beside: 'no readOnly: true', instead: readOnly })
      if (isRecursive && isPropagated) tell({ places, found: `recursiveReadOnly${on}`, beside: 'mountPropagation' })
      const found = `mountPropagation: Bidirectional${on}`
      if (mountPropagation === 'Bidirectional' && privileged !== true)
        tell({ places, found, beside: 'no privileged: true', instead: privileged })
    }
  }),
}

const dns: Exclusion = {
  said: ['dnsPolicy', 'dnsConfig', 'nameservers', 'searches'],
  find: ({ dnsPolicy, dnsConfig }, tell) => {
    const lengthOf = (list: string): number => {
      const entries = field(dnsConfig, list)
      return isList(entries) ? entries.length : 0
    }
    if (dnsPolicy === 'None' && lengthOf('nameservers') === 0)
      tell({
        places: [['dnsPolicy']],
        found: 'dnsPolicy: None',
        beside: 'no nameservers in dnsConfig',
        instead: dnsConfig === null ? null : field(dnsConfig, 'nameservers'),
      })
    for (const [list, most] of [
      ['nameservers', 3],
      ['searches', 32],
    ] as const)
      if (lengthOf(list) > most)
        tell({ places: [['dnsConfig', list]], found: list, beside: `more than ${most} in all` })
  },
}

const hostnames: Exclusion = {
  said: ['hostnameOverride', 'setHostnameAsFQDN', 'hostNetwork'],
  find: (spec, tell) => {
    if (spec.hostnameOverride == null) return
    for (const name of ['setHostnameAsFQDN', 'hostNetwork'])
      if (spec[name] === true)
        tell({ places: [['hostnameOverride'], [name]], found: 'hostnameOverride', beside: `${name}: true` })
  },
}

const gates: Exclusion = {
  said: ['schedulingGates', 'nodeName'],
  find: ({ schedulingGates, nodeName }, tell) => {
    if (typeof nodeName === 'string' && nodeName !== '' && objectsIn(schedulingGates).length > 0)
      tell({ places: [['nodeName'], ['schedulingGates']], found: 'nodeName', beside: 'schedulingGates' })
  },
}

const claims: Exclusion = {
  said: ['claims', 'resourceClaims'],
  find: (spec, tell) => {
    const there = new Set(objectsIn(spec.resourceClaims).map(({ name }) => name))
    const places = [['resources', 'claims'], ['resources']]
    inContainers(({ resources }, tell) => {
      for (const { name } of objectsIn(field(resources, 'claims')))
        if (!there.has(name))
          tell({
            places,
            found: `the claim ${String(name)}`,
            beside: "no such one in the pod's resourceClaims",
            instead: spec.resourceClaims === null ? null : undefined,
          })
    })(spec, tell)
  },
}

const keyFiles: Exclusion = {
  said: ['fileKeyRef', 'volumes'],
  find: (spec, tell) => {
    const dirs = new Set(
      objectsIn(spec.volumes)
        .filter((volume) => volume.emptyDir != null || sourceOf(volume) === undefined)
        .map(({ name }) => name),
    )
    const places = [['env']]
    inContainers(({ env }, tell) => {
      for (const { valueFrom } of objectsIn(env)) {
        const file = field(valueFrom, 'fileKeyRef')
        if (isObject(file) && !dirs.has(file.volumeName))
          tell({
            places,
            found: 'a fileKeyRef',
            beside: `no emptyDir named ${String(file.volumeName)}`,
            instead: spec.volumes === null ? null : undefined,
          })
      }
    })(spec, tell)
  },
}

const hostUsers: Exclusion = {
  said: ['hostUsers', 'hostNetwork', 'hostPID', 'hostIPC', 'volumeDevices'],
  find: (spec, tell) => {
    if (spec.hostUsers !== false) return
    const beside = 'hostUsers: false'
    for (const name of ['hostNetwork', 'hostPID', 'hostIPC'])
      if (spec[name] === true) tell({ places: [[name], ['hostUsers']], found: `${name}: true`, beside })
    const places = [['volumeDevices']]
    inContainers(({ volumeDevices }, tell) => {
      if (objectsIn(volumeDevices).length > 0) tell({ places, found: 'volumeDevices', beside })
    })(spec, tell)
  },
}

/** What no pod has together. */
export const exclusions: readonly Exclusion[] = [
  endingInits,
  sleeps,
  mounts,
  dns,
  hostnames,
  gates,
  claims,
  keyFiles,
  hostUsers,
]

/** What the API server takes in a user namespace only. */
export const unmaskedProc: Exclusion = {
  said: ['procMount', 'hostUsers'],
  find: /* @__PURE__ */ inContainers(({ securityContext }, tell, { hostUsers }) => {
    if (hostUsers !== false && field(securityContext, 'procMount') === 'Unmasked')
      tell({
        places: [['securityContext', 'procMount']],
        found: 'procMount: Unmasked',
        beside: 'no hostUsers: false',
        instead: hostUsers,
      })
  }),
}
