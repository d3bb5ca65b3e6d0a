import { isList, type JsonObject } from '../json.js'
import { withUnsaid } from '../overlay/plan/applied-amounts.js'
import type { Claim } from '../overlay/plan/outline.js'
import type { LastAndNow } from '../overlay/rules.js'
import { preferredResources } from './modes/parts.js'
import { readRecord } from './record/read.js'

/** What a config set on a container of ours last, and what one sets now, by their records; undefined where both say the same. */
export function lastApplied(container: JsonObject, { command }: Claim): LastAndNow | undefined {
  if (textOf(container.command) === textOf(command)) return undefined
  const before = readRecord(container)
  const now = readRecord({ command })
  if (before === undefined || now === undefined) return undefined
  return { before: withUnsaid(before.container, now.container, preferredResources), now: now.container }
}

/** The script of a command; two that are equal have equal records. */
const textOf = (command: unknown): unknown => (isList(command) ? command[2] : undefined)
