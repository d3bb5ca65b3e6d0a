import { at, checkKeys, readChoice, readName, readObject, addCause, type Causes } from '../../input/check.js'
import { copy, found, isObject, readPath, type JsonObject } from '../../json.js'
import { parseQuantity } from '../../kubernetes/quantity.js'
import { checkFields } from '../../overlay/check/fields.js'
import { startState, withoutMarks } from '../../overlay/check/state.js'
import { checkClaimTemplate } from './claim-template.js'
import { isLinkMode, type ModeName } from '../modes/names.js'

const root = 'volumeSource'
const sources = ['emptyDir', 'ephemeral', 'persistentVolumeClaim'] as const

/**
 * Reads the source of the volumes that a model is linked in or fetched to: an object with one field, `emptyDir`, `ephemeral` or
 * `persistentVolumeClaim`. The last two are for mode fetch, and a claim is one volume, so it holds one model.
 */
export function readVolumeSource(
  causes: Causes,
  value: unknown,
  mode: ModeName,
  models: number,
): JsonObject | undefined {
  const given = readObject(causes, value, root)
  if (given === undefined) return undefined
  checkKeys(causes, given, sources, root)
  const [source, ...others] = sources.filter((each) => given[each] != null)
  if (source === undefined || others.length > 0) {
    const message = `expected one of ${sources.join(', ')}, found ${source === undefined ? 'none' : [source, ...others].join(' and ')}`
    return addCause(causes, source === undefined ? 'Required' : 'Exclusive', root, message)
  }
  const field = at(root, source)
  const content = readObject(causes, given[source], field)
  if (content === undefined) return undefined
  if (source === 'emptyDir') checkEmptyDir(causes, content, field)
  else if (source === 'ephemeral') checkEphemeral(causes, content, field)
  else checkClaim(causes, content, field)
  if (source !== 'emptyDir' && isLinkMode(mode)) {
    const message = `expected emptyDir in mode ${mode}, whose volumes hold links into this pod alone, found ${source}; leave it out, or use mode fetch`
    addCause(causes, 'InvalidValue', field, message)
  }
  if (source === 'persistentVolumeClaim' && mode === 'fetch' && models > 1) {
    const message = `expected one model beside a claim, which is one volume, found ${String(models)}; use ephemeral or emptyDir`
    addCause(causes, 'Exclusive', field, message)
  }
  return { [source]: copy(content) }
}

function checkEmptyDir(causes: Causes, emptyDir: JsonObject, field: string): void {
  checkKeys(causes, emptyDir, ['medium', 'sizeLimit'], field)
  readChoice(causes, emptyDir.medium, ['', 'Memory'], at(field, 'medium'))
  if (emptyDir.sizeLimit != null) checkAmount(causes, emptyDir.sizeLimit, at(field, 'sizeLimit'))
}

function checkAmount(causes: Causes, amount: unknown, field: string): void {
  const milli = parseQuantity(amount)
  if (milli !== undefined && milli > 0n) return
  addCause(causes, 'InvalidValue', field, `expected an amount of bytes such as "10Gi", found ${found(amount)}`)
}

function checkClaim(causes: Causes, claim: JsonObject, field: string): void {
  checkKeys(causes, claim, ['claimName', 'readOnly'], field)
  const where = at(field, 'claimName')
  if (claim.claimName == null) addCause(causes, 'Required', where, 'expected the name of a claim, found nothing')
  else readName(causes, claim.claimName, where)
  if (claim.readOnly == null || claim.readOnly === false) return
  const message = `expected a claim that can be written to, found ${found(claim.readOnly)}`
  addCause(causes, 'InvalidValue', at(field, 'readOnly'), message)
}

/** What the API server asks of the template of a claim, and that its volume can be written to. */
function checkEphemeral(causes: Causes, ephemeral: JsonObject, field: string): void {
  checkKeys(causes, ephemeral, ['volumeClaimTemplate'], field)
  const state = withoutMarks(startState(causes), 'a volume source is written as a whole')
  checkFields(state, ephemeral, 'EphemeralVolumeSource', field)
  const where = at(field, 'volumeClaimTemplate')
  const template = isObject(ephemeral.volumeClaimTemplate) ? ephemeral.volumeClaimTemplate : {}
  checkClaimTemplate(causes, template, where)
  if (!isObject(template.spec)) return
  checkAmount(
    causes,
    readPath(template.spec, ['resources', 'requests', 'storage']),
    `${where}.spec.resources.requests.storage`,
  )
}
