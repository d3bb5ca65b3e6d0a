import { clone, sameJson } from '../../../src/testing/json.js'
import { BrokenLaw, type Verdict } from '../../../src/testing/laws/law.js'
import { runSync } from '../../../src/testing/laws/steps.js'
import { total } from '../../../src/testing/laws/total.js'
import { isRefusal } from '../refusal.js'
import { strict } from './judge.js'

/** A Kubernetes field path, or the path of a config's field; never empty. */
const fieldPath = /^[^.[]+(\[.+\]|\.[^.]+)*$/s

/** L10: any values whatever as pod and config give a result, or an error of the library's own with the path of each fault. */
export function assertTotal(
  inject: (podSpec: unknown, config: unknown) => unknown,
  podSpec: unknown,
  config: unknown,
): Verdict {
  const before = clone(config)
  const call = (value: unknown): unknown => {
    try {
      return inject(value, config)
    } catch (error) {
      const bare = isRefusal(error) ? error.causes.find(({ field }) => !fieldPath.test(field)) : undefined
      if (bare !== undefined) throw new TypeError(`a cause without a field path: ${JSON.stringify(bare)}`)
      throw error
    }
  }
  const verdict = runSync(total(call, podSpec, strict))
  if (!sameJson(before, clone(config))) throw new BrokenLaw('total: the config was written to', { details: [config] })
  return verdict
}
