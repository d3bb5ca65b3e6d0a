import { addCause, at, checkKeys, readChoice, readName, type Causes } from '../../input/check.js'
import { found, isList, isObject, type JsonObject } from '../../json.js'

/*
 * What the API server asks of the template of a claim beside the types and formats of its fields (ValidatePersistentVolumeClaimTemplate,
 * pkg/apis/core/validation), and that a model can be written into the claim's volume.
 */

const writable = ['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany']
const accessModes = [...writable, 'ReadOnlyMany']
const specFields = [
  ...['accessModes', 'selector', 'resources', 'volumeName', 'storageClassName', 'volumeMode', 'dataSource'],
  ...['dataSourceRef', 'volumeAttributesClassName'],
]

/** Checks everything of a template but its amounts. */
export function checkClaimTemplate(causes: Causes, template: JsonObject, field: string): void {
  checkKeys(causes, stated(template), ['metadata', 'spec'], field)
  checkMetadata(causes, template.metadata, at(field, 'metadata'))
  const where = at(field, 'spec')
  const { spec } = template
  if (!isObject(spec)) return addCause(causes, 'Required', where, 'expected the spec of a claim, found none')
  checkKeys(causes, stated(spec), specFields, where)
  checkAccessModes(causes, spec.accessModes, at(where, 'accessModes'))
  checkSelector(causes, spec.selector, at(where, 'selector'))
  if (isObject(spec.resources))
    checkKeys(causes, stated(spec.resources), ['limits', 'requests'], at(where, 'resources'))
  if (typeof spec.volumeMode === 'string') readChoice(causes, spec.volumeMode, ['Filesystem'], at(where, 'volumeMode'))
  checkSources(causes, spec, where)
}

/** The fields that say something: `null` is absent, as everywhere in Kubernetes. */
const stated = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each != null))

/** The claim is named after its pod, so labels and annotations are all that it takes. */
function checkMetadata(causes: Causes, value: unknown, field: string): void {
  if (isObject(value)) checkKeys(causes, stated(value), ['labels', 'annotations'], field)
}

function checkAccessModes(causes: Causes, modes: unknown, field: string): void {
  if (!isList(modes) || !modes.some((each) => writable.some((mode) => mode === each))) {
    const message = `expected one of ${writable.join(', ')}, found ${found(modes)}`
    return addCause(causes, 'InvalidValue', field, message)
  }
  modes.forEach((each: unknown, index) => {
    if (typeof each === 'string') readChoice(causes, each, accessModes, `${field}[${String(index)}]`)
  })
  if (modes.length > 1 && modes.includes('ReadWriteOncePod'))
    addCause(causes, 'Exclusive', field, 'expected ReadWriteOncePod alone, found other modes beside it')
}

function checkSelector(causes: Causes, selector: unknown, field: string): void {
  const expressions = isObject(selector) ? selector.matchExpressions : undefined
  if (!isList(expressions)) return
  expressions.forEach((each: unknown, index) => {
    if (!isObject(each) || typeof each.operator !== 'string') return
    const where = `${at(field, 'matchExpressions')}[${String(index)}]`
    readChoice(causes, each.operator, ['In', 'NotIn', 'Exists', 'DoesNotExist'], at(where, 'operator'))
  })
}

/** What a claim is filled from: one source, which may be said in both fields. */
function checkSources(causes: Causes, { dataSource, dataSourceRef }: JsonObject, field: string): void {
  const one = checkSource(causes, dataSource, at(field, 'dataSource'))
  const other = checkSource(causes, dataSourceRef, at(field, 'dataSourceRef'))
  if (one === undefined || other === undefined) return
  if (!other.namespace && ['apiGroup', 'kind', 'name'].every((key) => (one[key] ?? '') === (other[key] ?? ''))) return
  addCause(
    causes,
    'Exclusive',
    at(field, 'dataSource'),
    'expected the same as in dataSourceRef, found another; leave it out',
  )
}

function checkSource(causes: Causes, value: unknown, field: string): JsonObject | undefined {
  if (!isObject(value)) return undefined
  const { apiGroup, kind, name } = value
  if (isMissing(kind))
    addCause(causes, 'Required', at(field, 'kind'), `expected the kind of an object, found ${found(kind)}`)
  if (isMissing(name))
    addCause(causes, 'Required', at(field, 'name'), `expected the name of an object, found ${found(name)}`)
  if (typeof apiGroup === 'string' && apiGroup !== '') readName(causes, apiGroup, at(field, 'apiGroup'))
  else if (typeof kind === 'string' && kind !== '' && kind !== 'PersistentVolumeClaim')
    addCause(
      causes,
      'InvalidValue',
      at(field, 'kind'),
      `expected PersistentVolumeClaim without an apiGroup, found ${found(kind)}`,
    )
  return value
}

const isMissing = (value: unknown): boolean => value == null || value === ''
