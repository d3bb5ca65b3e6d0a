import { useMemo, useState } from 'preact/hooks'
import type { Injected } from '../pod/inject.js'
import { toYaml } from '../pod/yaml.js'
import { DiffPart, firstSettings } from './diff-part.js'
import { Patches } from './patches.js'
import { SaidList } from './said-list.js'
import { summaryOf } from './summary.js'

interface Props {
  readonly objects: readonly object[]
  /** Undefined where there is nothing. */
  readonly injected: Injected | undefined
  /** Why there is nothing, or no change. */
  readonly why: string
}

/**
 * What was injected: the warnings, the diff, and the patch. The line that sums it up is there whatever it says, since screen readers
 * may leave out what is put into a page together with its live region.
 */
export function Result({ objects, injected, why }: Props) {
  const [settings, setSettings] = useState(firstSettings)
  const [before, after] = useMemo(
    () => [toYaml(objects), toYaml(injected?.objects ?? [])] as const,
    [objects, injected],
  )
  return (
    <>
      <p role="status" class="summary">
        {injected === undefined || injected.isSame ? why : summaryOf(injected, before, after)}
      </p>
      {injected !== undefined && injected.warnings.length > 0 && (
        <>
          <h3>Warnings</h3>
          <SaidList said={injected.warnings} />
        </>
      )}
      {injected !== undefined && !injected.isSame && (
        <>
          <DiffPart before={before} after={after} settings={settings} onSettings={setSettings} />
          <Patches objects={objects} patches={injected.patches} />
        </>
      )}
    </>
  )
}
