import { useMemo, useState } from 'preact/hooks'
import { countLines } from '../editor/count-lines.js'
import { Diff, type DiffView } from '../editor/diff.js'
import { changesOf, type Injected } from '../pod/inject.js'
import { toYaml } from '../pod/yaml.js'
import { CopyButton } from './copy-button.js'
import { Patches } from './patches.js'
import { SaidList } from './said-list.js'

interface Props {
  readonly objects: readonly object[]
  readonly injected: Injected
}

/** What was injected: the diff, the patch, and the warnings. */
export function Result({ objects, injected }: Props) {
  const [view, setView] = useState<DiffView>(isNarrow() ? 'unified' : 'side-by-side')
  const [isWhole, setWhole] = useState(false)
  const [before, after] = useMemo(() => [toYaml(objects), toYaml(injected.objects)] as const, [objects, injected])
  const { warnings } = injected
  return (
    <>
      <p role="status" class="summary">
        {summaryOf(injected, before, after)}
      </p>
      {warnings.length > 0 && (
        <>
          <h3>Warnings</h3>
          <SaidList said={warnings} />
        </>
      )}
      <div class="head">
        <h3>Diff</h3>
        <fieldset class="choice">
          <legend class="hidden">How the diff is shown</legend>
          {views.map(([value, label]) => (
            <label key={value}>
              <input type="radio" name="view" value={value} checked={view === value} onChange={() => setView(value)} />
              {label}
            </label>
          ))}
        </fieldset>
        <label>
          <input type="checkbox" checked={isWhole} onChange={({ currentTarget }) => setWhole(currentTarget.checked)} />
          Unchanged lines too
        </label>
        <CopyButton label="Copy the pod" text={after} />
      </div>
      {injected.isSame ? (
        <p>No change: the model is in this pod already.</p>
      ) : (
        <Diff before={before} after={after} view={view} isWhole={isWhole} />
      )}
      <Patches objects={objects} patches={injected.patches} />
    </>
  )
}

const views: readonly (readonly [DiffView, string])[] = [
  ['side-by-side', 'Side by side'],
  ['unified', 'Unified'],
]

/** Two editors beside each other need more room than a phone has. */
const isNarrow = (): boolean => window.matchMedia('(max-width: 48rem)').matches

function summaryOf(injected: Injected, before: string, after: string): string {
  const { added, removed } = countLines(before, after)
  const { warnings } = injected
  const counts = [
    counted(changesOf(injected), 'change'),
    `${counted(added, 'line')} added`,
    `${counted(removed, 'line')} removed`,
    counted(warnings.length, 'warning'),
  ]
  return `${counts.join(', ')}.`
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
