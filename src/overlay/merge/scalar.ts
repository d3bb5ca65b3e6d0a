import { reader, isOmitted, type Field } from './field.js'
import { isDefault } from '../../kubernetes/defaults.js'
import { isRewriteOf } from '../../kubernetes/image.js'
import { keepsZero } from '../../kubernetes/schema.js'
import { sameQuantity } from '../../kubernetes/quantity.js'
import type { LastApplied } from '../overlay.js'
import { remove, write } from './walk.js'

type Meets = (actual: unknown, wanted: unknown) => boolean

const rewritten: Meets = (actual, wanted) =>
  typeof actual === 'string' && typeof wanted === 'string' && isRewriteOf(actual, wanted)

/** Where a value other than the wanted one serves as well. Never weaken: what is stricter stays as it is. */
const meets: Readonly<Record<string, Meets>> = {
  allowPrivilegeEscalation: (actual) => actual === false,
  divisor: sameQuantity,
  image: rewritten,
  imagePullPolicy: (actual) => actual === 'Always',
  pullPolicy: (actual) => actual === 'Always',
  readOnlyRootFilesystem: (actual) => actual === true,
  reference: rewritten,
  runAsNonRoot: (actual) => actual === true,
  sizeLimit: sameQuantity,
}

/** A scalar that has to have the wanted value, or a stricter one. */
export function enforcedScalar(key: string, wanted: unknown, type: string | undefined): Field {
  const read = reader(key)
  const meet = type === 'Quantities' ? sameQuantity : Object.hasOwn(meets, key) ? meets[key] : undefined
  const zero = isOmitted(wanted) && !keepsZero(type, key)
  return {
    merge: (holder, walk) => {
      const actual = read(holder)
      if (
        actual === wanted ||
        (zero && (isOmitted(actual) || isDefault(type, key, actual))) ||
        meet?.(actual, wanted) === true
      )
        return
      write(walk, holder, key, wanted)
    },
  }
}

/** An image that its container records: where it was the same when it was applied last, what others made of it stays. */
export function recordedScalar(key: string, wanted: unknown, lastApplied: LastApplied): Field {
  const read = reader(key)
  return {
    merge: (holder, walk) => {
      const actual = read(holder)
      if (actual === wanted || (!isOmitted(actual) && lastApplied(holder) === wanted)) return
      write(walk, holder, key, wanted)
    },
  }
}

/**
 * Fields that must not be there, unless they say what their absence says. An object's own fields are gone through: to ask for one after
 * the other that most objects have not costs an engine several times as much.
 */
export function absent(keys: readonly string[], type: string | undefined): Field {
  const keeps = new Map(keys.map((key) => [key, keepsZero(type, key)]))
  return {
    merge: (holder, walk) => {
      for (const key in holder) {
        const keepsIt = keeps.get(key)
        if (keepsIt === undefined || !Object.hasOwn(holder, key)) continue
        const actual = holder[key]
        if (isDefault(type, key, actual)) continue
        if (keepsIt ? actual != null : !isOmitted(actual)) remove(walk, key)
      }
    },
  }
}
