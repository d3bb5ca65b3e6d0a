import { existsSync } from 'node:fs'
import { commandOf, parentOf } from './traces.js'

/**
 * Tells whether those who started this process are all still there: its parent, and all up to npm where that is among them, which
 * puts a shell and a loader in between. One that is killed by force tells nobody.
 */
export function watchStarters(): () => boolean {
  const parent = process.ppid
  const starters = upToNpm(parent)
  return () => process.ppid === parent && starters.every((each) => existsSync(`/proc/${each}`))
}

function upToNpm(parent: number): readonly number[] {
  const chain: number[] = []
  for (let each = parent; each > 0 && chain.length < 5; each = parentOf(each)) {
    chain.push(each)
    if (/\bnpm\b/.test(commandOf(each).slice(0, 2).join(' '))) return chain
  }
  return []
}
