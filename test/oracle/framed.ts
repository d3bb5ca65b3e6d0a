type Fields = Readonly<Record<string, unknown>>

const POD_FIELDS = new Set(['volumes', 'containers', 'initContainers', 'shareProcessNamespace', 'imagePullSecrets'])
const TARGET_FIELDS = new Set(['env', 'volumeMounts', 'securityContext'])

export interface Frame {
  readonly targets: readonly string[]
  /** Names of ours, whose entries may be written, come and go. */
  readonly isOurs: (name: string) => boolean
}

/**
 * What an injection changed though it had no business there, as field paths: everything outside of what it names has
 * to come out as the same reference, in the same order.
 */
export function unframedChanges(before: unknown, after: unknown, { targets, isOurs }: Frame): readonly string[] {
  const old = before as Fields
  const made = after as Fields
  const isForeign = (entry: Fields): boolean => !isOurs(nameOf(entry))
  return [
    ...otherFields(old, made, POD_FIELDS, 'spec'),
    ...listChanges(old, made, 'volumes', 'spec', isForeign),
    ...listChanges(old, made, 'imagePullSecrets', 'spec', isForeign),
    ...['containers', 'initContainers'].flatMap((list) =>
      listChanges(old, made, list, 'spec', isForeign, (entry, result, field) =>
        targets.includes(nameOf(entry)) ? targetChanges(entry, result, field, isForeign) : [field],
      ),
    ),
  ]
}

function targetChanges(
  old: Fields,
  made: Fields,
  field: string,
  isForeign: (entry: Fields) => boolean,
): readonly string[] {
  const ids = new Set(['runAsUser', 'runAsGroup'])
  return [
    ...otherFields(old, made, TARGET_FIELDS, field),
    ...otherFields(fieldsOf(old.securityContext), fieldsOf(made.securityContext), ids, `${field}.securityContext`),
    ...listChanges(old, made, 'env', field, (entry) => nameOf(entry) !== 'MODEL_INIT_MODE'),
    ...listChanges(old, made, 'volumeMounts', field, isForeign),
  ]
}

/** Compares the entries of a list that are none of ours, which must be the same ones in the same order. */
function listChanges(
  old: Fields,
  made: Fields,
  list: string,
  parent: string,
  isForeign: (entry: Fields) => boolean,
  changesOf: (entry: Fields, result: Fields, field: string) => readonly string[] = (_entry, _result, field) => [field],
): readonly string[] {
  const entries = entriesOf(old[list]).filter(isForeign)
  const results = entriesOf(made[list]).filter(isForeign)
  if (entries.length !== results.length) return [`${parent}.${list}: ${entries.length} became ${results.length}`]
  return entries.flatMap((entry, index) => {
    const result = results[index]!
    return result === entry ? [] : changesOf(entry, result, `${parent}.${list}: ${nameOf(entry)}`)
  })
}

function otherFields(old: Fields, made: Fields, own: ReadonlySet<string>, field: string): readonly string[] {
  const keys = new Set([...Object.keys(old), ...Object.keys(made)])
  return [...keys].filter((key) => !own.has(key) && old[key] !== made[key]).map((key) => `${field}.${key}`)
}

const entriesOf = (list: unknown): readonly Fields[] => (Array.isArray(list) ? (list as readonly Fields[]) : [])
const fieldsOf = (value: unknown): Fields => (value ?? {}) as Fields
const nameOf = (entry: Fields): string => String(entry.name)
