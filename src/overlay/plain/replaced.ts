import type { Replaced } from '../merge/walk.js'
import { canonical } from '../merge/canonical.js'
import type { Path } from '../../patch/edit.js'
import type { Warn } from '../plan/warnings.js'
import type { OwnedContainers } from './owned.js'

/** Tells of each list without keys that replaces one with other entries: they may be another's. The overlay's own containers have no other's. */
export function warnOfReplaced(replaced: readonly Replaced[], { own }: OwnedContainers, warn: Warn): void {
  // Stryker disable next-line ConditionalExpression: of no lists nothing is told; most plans have none.
  if (replaced.length === 0) return
  const placeOf = ([list, index]: Path): string => `${String(list)}/${String(index)}`
  const places = new Set(own.map(({ list, index }) => placeOf([list, index])))
  for (const { path, before, after } of replaced) {
    if (places.has(placeOf(path))) continue
    const kept = new Set(after.map((entry) => canonical(entry, undefined)))
    const dropped = before.filter((entry) => !kept.has(canonical(entry, undefined))).length
    if (dropped === 0) continue
    const entries = dropped === 1 ? 'an entry' : `${String(dropped)} entries`
    const advice = adviceOf(path.at(-1))
    warn('EntriesDropped', path, () => `loses ${entries} to the overlay's list, which replaces it${advice}`)
  }
}

/** A term that is added to others lets a pod run on more nodes, and a command with one more word is another command. */
function adviceOf(name: unknown): string {
  if (name === 'command') return ''
  if (name !== 'nodeSelectorTerms') return '; with includes([...]) others stay'
  return '; terms are alternatives, so to keep them and ask for more of each use nodeSelector'
}
