import { isList, isObject } from '../../json.js'

/** A field that a record may name beside the amounts, and the values that it can have there. */
export interface RecordField {
  readonly name: string
  readonly path: readonly string[]
  readonly fits: (value: unknown) => boolean
}

const isBoolean = (value: unknown): boolean => typeof value === 'boolean'
const isText = (value: unknown): boolean => typeof value === 'string'
const isTexts = (value: unknown): boolean => isList(value) && value.every(isText)
const isId = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0

/** A union by its type, which is set as a whole. */
const isProfile = (value: unknown): boolean =>
  isObject(value) &&
  isText(value.type) &&
  Object.keys(value).every((key) => (key === 'type' || key === 'localhostProfile') && isText(value[key]))

/** In the order in which a record names them: by UTF-16 unit. */
const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  'follows.runAsGroup': isId,
  'follows.runAsUser': isId,
  imagePullPolicy: isText,
  'securityContext.allowPrivilegeEscalation': isBoolean,
  'securityContext.appArmorProfile': isProfile,
  'securityContext.capabilities.add': isTexts,
  'securityContext.capabilities.drop': isTexts,
  'securityContext.privileged': isBoolean,
  'securityContext.procMount': isText,
  'securityContext.readOnlyRootFilesystem': isBoolean,
  'securityContext.runAsGroup': isId,
  'securityContext.runAsNonRoot': isBoolean,
  'securityContext.runAsUser': isId,
  'securityContext.seLinuxOptions.level': isText,
  'securityContext.seLinuxOptions.role': isText,
  'securityContext.seLinuxOptions.type': isText,
  'securityContext.seLinuxOptions.user': isText,
  'securityContext.seccompProfile': isProfile,
}

/** Every field that a record may name beside the amounts, in its order there. */
export const recordFields: readonly RecordField[] = Object.entries(fits).map(([name, fit]) => ({
  name,
  path: name.split('.'),
  fits: fit,
}))

/** The sides of `resources`, in the order in which a record names them. */
export const sides = ['limits', 'requests'] as const

/** The names of amounts that a config can set. */
export const amountNames: readonly string[] = ['cpu', 'memory', 'ephemeral-storage']
