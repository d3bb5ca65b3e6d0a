import { Changed } from './changed.js'
import type { Call } from './play.js'
import { type Verdict, verdictOfOurs, verdictOfTheirs } from './verdict.js'

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
        <span class="who">modelcar</span> <VerdictLine {...verdictOfOurs(call, index)} />
      </div>
      {theirs !== undefined && (
        <div>
          <span class="who">KServe 0.12.0</span> <VerdictLine {...verdictOfTheirs(theirs)} />
        </div>
      )}
    </li>
  )
}

function titleOf(change: string | undefined, index: number): string {
  if (index === 0) return 'First call'
  return change === undefined ? 'Called again' : `${change.slice(0, 1).toUpperCase()}${change.slice(1)}; called again`
}

function VerdictLine({ isGood, text, lines }: Verdict) {
  return (
    <>
      <span class={`verdict ${isGood ? 'good' : 'bad'}`}>
        <span aria-hidden="true">{isGood ? '✓' : '✗'}</span> {text}
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
