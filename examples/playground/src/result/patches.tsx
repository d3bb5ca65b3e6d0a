import type { Operation } from 'modelcar'
import { Viewer } from '../editor/viewer.js'
import { CopyButton } from './copy-button.js'

interface Props {
  readonly objects: readonly object[]
  readonly patches: readonly (readonly Operation[])[]
}

/** The JSON patch of each object that changes. */
export const Patches = ({ objects, patches }: Props) => (
  <>
    <div class="head">
      <h3>JSON patch</h3>
      {patches.length === 1 && <CopyButton label="Copy the patch" text={patchText(patches[0] ?? [])} />}
    </div>
    <p class="hint">RFC 6902, relative to the object, as an admission response has it.</p>
    {patches.map((patch, index) => {
      if (patch.length === 0 && patches.length > 1) return null
      const label = patches.length === 1 ? 'JSON patch' : `JSON patch of ${titleOf(objects[index])}`
      return <Viewer key={index} label={label} text={patchText(patch)} />
    })}
  </>
)

/** An operation a line. */
const patchText = (patch: readonly Operation[]): string =>
  patch.length === 0 ? '[]' : `[\n${patch.map((operation) => `  ${JSON.stringify(operation)}`).join(',\n')}\n]`

const titleOf = (object: object | undefined): string =>
  object !== undefined && 'kind' in object && typeof object.kind === 'string' ? object.kind : 'the pod spec'
