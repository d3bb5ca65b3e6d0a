import { Change, type DiffConfig } from '@codemirror/merge'
import { partsOf } from './parts.js'

/** Diffs by whole lines, as they are known of patches; by letters, lists of much the same entries get mixed up. */
export const byLines: DiffConfig = {
  override: (before, after) => {
    const changes: Change[] = []
    let [a, b] = [0, 0]
    for (const { added, removed, value } of partsOf(before, after)) {
      const [toA, toB] = [added ? a : a + value.length, removed ? b : b + value.length]
      if (added || removed) changes.push(new Change(a, toA, b, toB))
      ;[a, b] = [toA, toB]
    }
    return changes
  },
}
