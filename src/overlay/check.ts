import { ModelcarConfigError } from '../errors.js'
import { checkKeys, readChoice, readNames, addCause, type Causes } from '../input/check.js'
import { isList, isObject, withoutHoles, type JsonObject } from '../json.js'
import { fieldsOf } from '../kubernetes/field-types.js'
import { checkContainers } from './check/containers.js'
import { checkContradictions } from './check/contradictions.js'
import { checkFields } from './check/fields.js'
import { foundIn, startState } from './check/state.js'
import { isMarked } from './overlay.js'

/**
 * Checks a user's overlay: what it alone decides, and no API server would take.
 *
 * @throws `ModelcarConfigError` with all faults at once.
 */
export function checkOverlay(overlay: unknown): void {
  const causes: Causes = []
  if (!isObject(overlay)) {
    addCause(causes, 'InvalidType', 'overlay', `expected an object, found ${foundIn(overlay)}`)
    throw new ModelcarConfigError(causes, 0, 'overlay')
  }
  checkTop(causes, overlay)
  checkTargets(causes, overlay.targets)
  readChoice(causes, overlay.initTargets, ['none', 'sidecars', 'all'], 'initTargets')
  checkFormerly(causes, overlay.formerly)
  const state = startState(causes)
  for (const [key, type] of [
    ['spec', 'PodSpec'],
    ['target', 'Container'],
  ] as const) {
    const part = overlay[key]
    if (isObject(part) && !isMarked(part)) checkFields(state, part, type, key)
    else if (part !== undefined) addCause(causes, 'InvalidType', key, `expected an object, found ${foundIn(part)}`)
  }
  if (overlay.target !== undefined && overlay.targets == null) {
    addCause(causes, 'Required', 'targets', 'expected the names of the containers that target is for, found nothing')
  }
  if (overlay.initTargets != null && overlay.targets !== '*') {
    const message = `expected targets: '*' beside it, found ${foundIn(overlay.targets)}; others are found by their names`
    addCause(causes, 'Exclusive', 'initTargets', message)
  }
  checkContainers(state, overlay)
  checkContradictions(causes, overlay)
  if (causes.length > 0) throw new ModelcarConfigError(causes, 0, 'overlay')
}

/** A field of the pod spec that stands beside `spec` is told where it belongs. */
function checkTop(causes: Causes, overlay: JsonObject): void {
  const known = ['spec', 'targets', 'target', 'initTargets', 'formerly']
  const isOfPod = (key: string): boolean => fieldsOf('PodSpec')?.has(key) === true
  const entries = Object.entries(overlay).filter(([, value]) => value !== undefined)
  for (const [key] of entries.filter(([key]) => isOfPod(key)))
    addCause(causes, 'Unknown', key, `expected ${known.join(', ')}, found a field of the pod spec; put it into spec`)
  checkKeys(causes, Object.fromEntries(entries.filter(([key]) => !isOfPod(key))), known, '')
}

function checkFormerly(causes: Causes, formerly: unknown): void {
  if (formerly == null) return
  if (!isList(formerly))
    return addCause(
      causes,
      'InvalidType',
      'formerly',
      `expected a list of image repositories, found ${foundIn(formerly)}`,
    )
  withoutHoles(formerly).forEach((image, index) => {
    if (typeof image === 'string' && /^\S+$/.test(image)) return
    const code = typeof image === 'string' ? 'InvalidValue' : 'InvalidType'
    addCause(causes, code, `formerly[${String(index)}]`, `expected an image repository, found ${foundIn(image)}`)
  })
}

function checkTargets(causes: Causes, targets: unknown): void {
  if (targets === '*') return
  if (!isList(targets) || !targets.includes('*')) return void readNames(causes, targets, 'targets')
  const message = `expected targets: '*' for every container, found it in a list; write it without the list`
  addCause(causes, 'InvalidValue', 'targets', message)
}
