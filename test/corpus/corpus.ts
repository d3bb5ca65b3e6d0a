import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A pod spec that somebody wrote for a project of their own, and what an API server made of it. */
export interface CorpusPod {
  readonly id: string
  readonly spec: unknown
  /** As stored; undefined where the API server refused it. */
  readonly stored: unknown
}

const FOLDER = process.env.MODELCAR_CORPUS ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url))

/**
 * The pods of the folder that MODELCAR_CORPUS names, or of ../shared/corpus beside the repository. They belong to other
 * projects and are no part of this one, so a clone is complete without them: undefined then.
 */
export function readCorpus(): readonly CorpusPod[] | undefined {
  if (process.env.MODELCAR_CORPUS === undefined && !existsSync(FOLDER)) return undefined
  const read = (name: string): unknown => JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8'))
  const pods = read('pods') as readonly { readonly id: string; readonly spec: unknown }[]
  const answers = read('answers') as Readonly<Record<string, { readonly spec?: unknown }>>
  return pods.map(({ id, spec }) => ({ id, spec, stored: answers[id]?.spec }))
}
