import { kserve012 } from './again/kserve.js'
import { type Call, type Happening, play } from './again/play.js'
import { configOf, type Values } from './config/config.js'
import { allFields } from './config/fields.js'
import { type Messages, messagesOf } from './config/messages.js'
import { compileConfig } from './injector.js'
import { compileOverlayText } from './overlay/compile-text.js'
import type { Said } from './pod/inject.js'
import { marksOf } from './pod/marks.js'
import { type Mark, read } from './pod/read.js'

/** What stands in the page. */
export interface Inputs {
  readonly pod: string
  /** Which of the two is injected. */
  readonly kind: 'model' | 'overlay'
  readonly values: Values
  readonly overlay: string
  readonly happenings: readonly Happening[]
}

/** What the page makes of it. */
export interface Outputs {
  readonly objects: readonly object[]
  /** The first call and all others; none where the pod or what is injected does not read. */
  readonly calls: readonly Call[]
  readonly podMarks: readonly Mark[]
  readonly overlayMarks: readonly Mark[]
  readonly messages: Messages
}

export function outputsOf({ pod, kind, values, overlay, happenings }: Inputs): Outputs {
  const { documents, faults } = read(pod)
  const { injector, causes, marks: overlayMarks } = kind === 'model' ? ofForm(values) : compileOverlayText(overlay)
  const messages = messagesOf(causes, allFields(values.models))
  const objects = documents.map(({ object }) => object)
  const given = { objects, overlayMarks, messages }
  if (injector === undefined || faults.length > 0) return { ...given, calls: [], podMarks: faults }
  const calls = play(objects, injector, kind === 'model' ? kserveFor(values) : undefined, happenings)
  const marks = (said: readonly Said[], severity: Mark['severity']) => marksOf(said, severity, documents, pod)
  const [first] = calls
  if (first?.ours?.found === 0) return { ...given, calls: [], podMarks: [noPodSpec] }
  return {
    ...given,
    calls,
    podMarks: [...marks(first?.refused ?? [], 'error'), ...marks(first?.ours?.warnings ?? [], 'warning')],
  }
}

const noPodSpec: Mark = {
  from: 0,
  to: 0,
  severity: 'error',
  field: '',
  message: 'expected a pod, a workload of Kubernetes, or a pod spec, found none',
}

const ofForm = (values: Values) => ({ ...compileConfig(configOf(values)), marks: [] })

/** 0.12.0 knew one model, and a UID without a GID. */
function kserveFor({ models, texts }: Values) {
  const image = texts[models === 1 ? 'image' : 'models[0].image']?.trim() ?? ''
  const uid = Number(texts['runAsUser'])
  return kserve012(
    image.replace(/^oci:\/\//, ''),
    texts['runAsUser']?.trim() && Number.isInteger(uid) ? uid : undefined,
  )
}
