import { useMemo } from 'preact/hooks'
import { CallReport } from './call-report.js'
import { type Call, changeNames, type Happening } from './play.js'
import { lastOf } from './verdict.js'

interface Props {
  readonly calls: readonly Call[]
  readonly happenings: readonly Happening[]
  readonly onHappen: (happenings: readonly Happening[]) => void
}

/** What further calls do, whatever happens to the pod in between. */
export function Again({ calls, happenings, onHappen }: Props) {
  const all = useMemo(() => changeNames.map((change) => ({ change })), [])
  const happen = (...more: readonly Happening[]): void => onHappen([...happenings, ...more])
  return (
    <section aria-labelledby="again">
      <h2 id="again">Call it again</h2>
      <p class="lead">
        The API server calls a webhook again as soon as anything else changes the pod. KServe 0.12.0 appended in every
        call, and its pods were refused: <a href="https://github.com/kserve/kserve/issues/3506">kserve#3506</a>.
      </p>
      <div class="row">
        <button type="button" class="primary" onClick={() => happen({})}>
          Call again
        </button>
        {/* A button that is disabled loses the focus. */}
        <button type="button" onClick={() => onHappen([])} aria-disabled={happenings.length === 0}>
          Start over
        </button>
      </div>
      <h3 id="calls">Calls, the last one first</h3>
      <p role="status" class="hidden">
        {lastOf(calls)}
      </p>
      <div role="region" class="log" aria-labelledby="calls" tabIndex={0}>
        <ol class="calls" reversed>
          {calls.map((call, index) => <CallReport key={index} call={call} index={index} />).reverse()}
        </ol>
      </div>
      <h3 id="between">What happens between two calls</h3>
      <p class="hint">Each button lets it happen to the pod as it is now, and then calls again.</p>
      <div class="happenings" role="group" aria-labelledby="between">
        {changeNames.map((change) => (
          <button key={change} type="button" onClick={() => happen({ change })}>
            {change}
          </button>
        ))}
        <button type="button" class="strong" onClick={() => happen(...all)}>
          all of it, one after the other
        </button>
      </div>
    </section>
  )
}
