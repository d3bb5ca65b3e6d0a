import { changesOf } from '../pod/inject.js'
import { Changed } from './changed.js'
import type { CallOfKServe } from './kserve.js'
import type { Call } from './play.js'

interface Props {
  readonly call: Call
  readonly index: number
}

/** One call: what had happened before, what modelcar did, and what KServe 0.12.0 would have done. */
export function CallReport({ call, index }: Props) {
  const { change, changed, theirs } = call
  return (
    <li>
      <div class="happened">
        <strong>{titleOf(change, index)}</strong>
        {change !== undefined &&
          (changed === undefined ? (
            <p class="hint">Nothing of it applies to this pod.</p>
          ) : (
            <Changed {...changed} call={`call ${index + 1}`} />
          ))}
      </div>
      <div>
        <span class="who">modelcar</span> <Ours call={call} index={index} />
      </div>
      {theirs !== undefined && (
        <div>
          <span class="who">KServe 0.12.0</span> <Theirs {...theirs} />
        </div>
      )}
    </li>
  )
}

function titleOf(change: string | undefined, index: number): string {
  if (index === 0) return 'First call'
  return change === undefined ? 'Called again' : `${change.slice(0, 1).toUpperCase()}${change.slice(1)}; called again`
}

function Ours({ call: { ours, refused }, index }: Props) {
  if (ours === undefined)
    return (
      <Verdict isGood={false} lines={refused.map(({ field, message }) => `${field}: ${message}`)}>
        refuses the pod
      </Verdict>
    )
  const count = changesOf(ours)
  const told = `${count} ${count === 1 ? 'change' : 'changes'}`
  return <Verdict isGood={ours.isSame || index === 0}>{ours.isSame ? `${told}: the very same object` : told}</Verdict>
}

function Theirs({ refusals, error }: CallOfKServe) {
  if (error !== undefined)
    return (
      <Verdict isGood={false} lines={[error]}>
        fails
      </Verdict>
    )
  if (refusals.length === 0) return <Verdict isGood>appends; nothing comes twice</Verdict>
  const [told, more] = [refusals.slice(0, mostTold), refusals.length - mostTold]
  return (
    <Verdict isGood={false} lines={more > 0 ? [...told, `and ${more} more`] : told}>
      appends; the API server refuses the pod
    </Verdict>
  )
}

const mostTold = 3

interface VerdictProps {
  readonly isGood: boolean
  readonly lines?: readonly string[]
  readonly children: string
}

function Verdict({ isGood, lines = [], children }: VerdictProps) {
  return (
    <>
      <span class={`verdict ${isGood ? 'good' : 'bad'}`}>
        <span aria-hidden="true">{isGood ? '✓' : '✗'}</span> {children}
      </span>
      {lines.length > 0 && (
        <ul class="refusals">
          {lines.map((line, index) => (
            <li key={index}>{line}</li>
          ))}
        </ul>
      )}
    </>
  )
}
