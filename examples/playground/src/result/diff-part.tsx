import { Diff, type DiffView } from '../editor/diff.js'
import { CopyButton } from './copy-button.js'

/** How the diff is shown. */
export interface DiffSettings {
  readonly view: DiffView
  /** Whether to show the unchanged lines too that are not near a change. */
  readonly isWhole: boolean
}

/** Two editors beside each other need more room than a phone has. */
export const firstSettings = (): DiffSettings => ({
  view: window.matchMedia('(max-width: 48rem)').matches ? 'unified' : 'side-by-side',
  isWhole: false,
})

interface Props {
  readonly before: string
  readonly after: string
  readonly settings: DiffSettings
  readonly onSettings: (settings: DiffSettings) => void
}

/** The pod before and after, and how that is shown. */
export const DiffPart = ({ before, after, settings, onSettings }: Props) => (
  <>
    <div class="head">
      <h3>Diff</h3>
      <fieldset class="choice">
        <legend class="hidden">How the diff is shown</legend>
        {views.map(([view, label]) => (
          <label key={view}>
            <input
              type="radio"
              name="view"
              value={view}
              checked={settings.view === view}
              onChange={() => onSettings({ ...settings, view })}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <label>
        <input
          type="checkbox"
          checked={settings.isWhole}
          onChange={({ currentTarget }) => onSettings({ ...settings, isWhole: currentTarget.checked })}
        />
        Unchanged lines too
      </label>
      <CopyButton label="Copy the pod" text={after} />
    </div>
    <Diff label="Pod" before={before} after={after} {...settings} />
  </>
)

const views: readonly (readonly [DiffView, string])[] = [
  ['side-by-side', 'Side by side'],
  ['unified', 'Unified'],
]
