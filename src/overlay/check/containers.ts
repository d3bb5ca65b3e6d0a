import { isList, isObject, type JsonObject } from '../../json.js'
import { sourceOf } from '../merge/union.js'
import { isPreferred } from '../overlay.js'
import { checkPodAmounts } from './amounts.js'
import { fault, foundIn, type State } from './state.js'

/** Checks what no container alone decides: names are unique in a pod, and what is added has an image. */
export function checkContainers(state: State, { spec, targets, target, initTargets }: JsonObject): void {
  const taken = new Map<unknown, string>()
  for (const list of ['containers', 'initContainers', 'ephemeralContainers'] as const) {
    entriesOf(spec, list).forEach((container, index) => {
      const field = `spec.${list}[${String(index)}]`
      const other = taken.get(container.name)
      if (other !== undefined && other !== list)
        fault(
          state,
          'Duplicate',
          `${field}.name`,
          `expected a name of its own, found ${foundIn(container.name)}, which is in ${other} too`,
        )
      taken.set(container.name, list)
      if (container.image === null)
        fault(state, 'InvalidValue', `${field}.image`, 'expected an image, found null; a container has one')
      if (list === 'initContainers') checkSidecar(state, container, field)
    })
  }
  if (isList(targets))
    targets.forEach((name, index) => {
      const list = taken.get(name)
      if (list === undefined) return
      const advice = `name it in ${list} only, and put there what it needs`
      const message = `expected a container that the overlay does not list, found ${foundIn(name)}; ${advice}`
      fault(state, 'Exclusive', `targets[${String(index)}]`, message)
    })
  if (isObject(target) && target.image === null)
    fault(state, 'InvalidValue', 'target.image', 'expected an image, found null; a container has one')
  if (isObject(target) && target.name !== undefined)
    fault(state, 'Exclusive', 'target.name', `expected none, found ${foundIn(target.name)}; targets have names already`)
  checkProbes(state, target, initTargets)
  checkPod(state, spec)
  checkEphemeral(state, spec)
}

/** They are no part of what is created, and nobody may change one. */
function checkEphemeral(state: State, spec: unknown): void {
  if (entriesOf(spec, 'ephemeralContainers').length === 0) return
  const message =
    'expected no ephemeralContainers, found some; the API server takes them in no new pod and in no template, and lets nobody change one'
  fault(state, 'InvalidValue', 'spec.ephemeralContainers', message)
}

const entriesOf = (spec: unknown, list: string): readonly JsonObject[] => {
  const entries = isObject(spec) ? spec[list] : undefined
  return isList(entries) ? entries.map((entry) => (isObject(entry) ? entry : {})) : []
}

const ofSidecars = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'] as const

/** An init container that is added has probes and hooks only if it stays. */
function checkSidecar(state: State, container: JsonObject, field: string): void {
  const { image, restartPolicy } = container
  if (image === undefined || isPreferred(restartPolicy) || restartPolicy === 'Always') return
  const given = ofSidecars.find((name) => container[name] != null)
  if (given === undefined) return
  const message = `expected none on an init container that ends, found one; restartPolicy: 'Always' lets it stay`
  fault(state, 'Exclusive', `${field}.${given}`, message)
}

/** Of all init containers, the API server takes no probe and no hook of those that end. */
function checkProbes(state: State, target: unknown, initTargets: unknown): void {
  if (initTargets !== 'all' || !isObject(target)) return
  const given = ofSidecars.find((name) => target[name] != null)
  if (given === undefined) return
  const message = `expected none beside initTargets: 'all', found one, which no init container that ends may have; initTargets: 'sidecars' leaves these out`
  fault(state, 'Exclusive', `target.${given}`, message)
}

function checkPod(state: State, spec: unknown): void {
  if (!isObject(spec)) return
  if (spec.containers === null)
    fault(state, 'InvalidValue', 'spec.containers', 'expected a list of containers, found null; a pod has one or more')
  if (spec.hostPID === true && spec.shareProcessNamespace === true)
    fault(state, 'Exclusive', 'spec.shareProcessNamespace', 'expected it or hostPID to be true, found both')
  checkPodAmounts(state, spec.resources)
  checkAccount(state, spec)
  checkSources(state, spec)
}

/** The API server writes the one name into both fields. */
function checkAccount(state: State, { serviceAccount, serviceAccountName }: JsonObject): void {
  if (serviceAccount === undefined || serviceAccount === serviceAccountName) return
  const message = `expected serviceAccountName, found ${foundIn(serviceAccount)}; the API server overwrites this one with that`
  fault(state, 'InvalidValue', 'spec.serviceAccount', message)
}

/** A volume without a source is an empty directory: the API server fills that in. */
function checkSources(state: State, spec: JsonObject): void {
  entriesOf(spec, 'volumes').forEach((volume, index) => {
    if (volume.emptyDir !== null || sourceOf(volume) !== undefined) return
    const message = 'expected another source beside it, found null; a volume without any is an emptyDir'
    fault(state, 'InvalidValue', `spec.volumes[${String(index)}].emptyDir`, message)
  })
}
