import fc from 'fast-check'
import { clone, entriesOf, type Fields } from '../json.js'
import { allContainersOf, type Inject, type PodSpec } from '../pod.js'

/** A list in a pod, by what holds it. */
interface List {
  readonly holder: Fields
  readonly key: string
}

const podLists = ['containers', 'initContainers', 'volumes'] as const
const containerLists = ['volumeMounts', 'env', 'ports'] as const

const listsOf = (spec: PodSpec): List[] => [
  ...podLists.map((key) => ({ holder: spec, key })),
  ...allContainersOf(spec).flatMap((holder) => containerLists.map((key) => ({ holder, key }))),
]

/** What may have become of an entry since: it is gone, there twice, or moved. */
const damages = ['gone', 'twice', 'last'] as const

interface Damage {
  readonly kind: (typeof damages)[number]
  readonly at: number
}

function damage(spec: PodSpec, before: PodSpec, { kind, at }: Damage): void {
  const old = new Set(
    listsOf(before).flatMap(({ holder, key }) => entriesOf(holder[key]).map((entry) => JSON.stringify(entry))),
  )
  const added = listsOf(spec).flatMap((list) =>
    entriesOf(list.holder[list.key]).flatMap((entry) => (old.has(JSON.stringify(entry)) ? [] : [{ ...list, entry }])),
  )
  const chosen = added[at % added.length]
  if (chosen === undefined) return
  const { holder, key, entry } = chosen
  const entries = entriesOf(holder[key])
  const rest = entries.filter((other) => other !== entry)
  if (kind === 'gone') holder[key] = rest
  else if (kind === 'twice') holder[key] = [...entries, clone(entry)]
  else holder[key] = [...rest, entry]
}

/** Pods of which some have been through a mutator before; what it added may have been damaged since. */
export const leavings = (pods: fc.Arbitrary<PodSpec>, mutate: Inject): fc.Arbitrary<PodSpec> =>
  fc
    .record(
      {
        pod: pods,
        isLeft: fc.boolean(),
        steps: fc.array(fc.record({ kind: fc.constantFrom(...damages), at: fc.nat(20) }), {
          maxLength: 2,
          size: 'max',
        }),
      },
      { noNullPrototype: true },
    )
    .map(({ pod, isLeft, steps }) => {
      if (!isLeft) return pod
      const left = clone(mutate(clone(pod)))
      for (const step of steps) damage(left, pod, step)
      return left
    })
