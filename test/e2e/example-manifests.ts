import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { V1Pod } from '@kubernetes/client-node'
import { parseAllDocuments } from 'yaml'

const root = join(import.meta.dirname, '../..')

/** A pod of the example manifests: one that stands there, or one that a workload's controller would make. */
export interface ExamplePod {
  /** Below `examples`. */
  readonly file: string
  readonly pod: V1Pod
}

/** The playground's pod that shows what conflicts look like. */
const refused = 'playground/src/examples/blocked.yaml'

/** All pods of all manifests below `examples` that a model goes into. */
export const examplePods: readonly ExamplePod[] = readdirSync(join(root, 'examples'), {
  recursive: true,
  encoding: 'utf8',
})
  .filter((file) => /\.ya?ml$/.test(file) && !/(^|\/)(node_modules|dist)\//.test(file) && file !== refused)
  .sort()
  .flatMap((file) =>
    parseAllDocuments(readFileSync(join(root, 'examples', file), 'utf8'))
      .flatMap((document) => podsIn(document.toJS()))
      .map((pod) => ({ file, pod })),
  )

/** An object with a spec that has containers is a pod or a template of one, wherever it stands. */
function podsIn(value: unknown): readonly V1Pod[] {
  if (typeof value !== 'object' || value === null) return []
  if (isPod(value)) return [{ metadata: named(value.metadata), spec: value.spec }]
  return Object.values(value).flatMap(podsIn)
}

function isPod(value: object): value is V1Pod & Required<Pick<V1Pod, 'spec'>> {
  return 'spec' in value && typeof value.spec === 'object' && value.spec !== null && 'containers' in value.spec
}

/** A template has no name, and a pod may have one that its controller begins. */
function named({ name, generateName, labels, annotations }: NonNullable<V1Pod['metadata']> = {}): NonNullable<
  V1Pod['metadata']
> {
  return {
    ...(name === undefined ? { generateName: generateName ?? 'template-' } : { name }),
    ...(labels && { labels }),
    ...(annotations && { annotations }),
  }
}
