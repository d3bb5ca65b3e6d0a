type Fields = Readonly<Record<string, unknown>>

const POD_FIELDS = new Set(['volumes', 'containers', 'initContainers', 'shareProcessNamespace', 'imagePullSecrets'])
const TARGET_FIELDS = new Set(['env', 'volumeMounts', 'securityContext'])

export interface Frame {
  readonly targets: readonly string[]
  /** Names of ours, at which entries may be rewritten. */
  readonly isOurs: (name: string) => boolean
}

/**
 * What an injection changed though it had no business there, as field paths: everything outside of what it names has
 * to come out as the same reference, in the same place.
 */
export function unframedChanges(before: unknown, after: unknown, { targets, isOurs }: Frame): readonly string[] {
  const old = before as Fields
  const made = after as Fields
  const changes = otherFields(old, made, POD_FIELDS, 'spec')
  for (const list of ['volumes', 'containers', 'initContainers', 'imagePullSecrets']) {
    for (const [index, entry] of entriesOf(old[list]).entries()) {
      const result = entriesOf(made[list])[index]
      const field = `spec.${list}[${index}]`
      if (result === entry || isOurs(nameOf(entry))) continue
      if (targets.includes(nameOf(entry)) && list !== 'volumes')
        changes.push(...targetChanges(entry, result, field, isOurs))
      else changes.push(field)
    }
    const added = entriesOf(made[list]).slice(entriesOf(old[list]).length)
    if (list === 'imagePullSecrets') continue
    changes.push(
      ...added.filter((entry) => !isOurs(nameOf(entry))).map((entry) => `spec.${list}: ${nameOf(entry)} added`),
    )
  }
  return changes
}

function targetChanges(
  old: Fields,
  made: Fields | undefined,
  field: string,
  isOurs: (name: string) => boolean,
): string[] {
  if (made === undefined) return [field]
  const changes = otherFields(old, made, TARGET_FIELDS, field)
  for (const list of ['env', 'volumeMounts']) {
    for (const [index, entry] of entriesOf(old[list]).entries()) {
      if (entry === entriesOf(made[list])[index] || nameOf(entry) === 'MODEL_INIT_MODE') continue
      if (list === 'volumeMounts' && isOurs(nameOf(entry))) continue
      changes.push(`${field}.${list}[${index}]`)
    }
  }
  const context = (old.securityContext ?? {}) as Fields
  const madeContext = (made.securityContext ?? {}) as Fields
  const ids = new Set(['runAsUser', 'runAsGroup'])
  return [...changes, ...otherFields(context, madeContext, ids, `${field}.securityContext`)]
}

function otherFields(old: Fields, made: Fields, own: ReadonlySet<string>, field: string): string[] {
  const keys = new Set([...Object.keys(old), ...Object.keys(made)])
  return [...keys].filter((key) => !own.has(key) && old[key] !== made[key]).map((key) => `${field}.${key}`)
}

const entriesOf = (list: unknown): readonly Fields[] => (Array.isArray(list) ? (list as readonly Fields[]) : [])
const nameOf = (entry: Fields): string => String(entry.name)
