import { kserve012 } from './again/kserve.js'
import { type Call, type Happening, play } from './again/play.js'
import { configOf } from './config/config.js'
import { fieldsOf } from './config/fields.js'
import { type Messages, messagesOf } from './config/messages.js'
import type { Values } from './config/values.js'
import type { Fault } from './config/yaml-value.js'
import { type Compiled, compileConfig } from './injector.js'
import { compileOverlayText } from './overlay/compile-text.js'
import { doubledIn } from './pod/doubled.js'
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
  /** What the form says, as the library takes it. */
  readonly config: object
  readonly messages: Messages
}

export function outputsOf(inputs: Inputs): Outputs {
  const { pod, kind, values, overlay, happenings } = inputs
  const { documents, faults } = read(pod)
  const form = configOf(values)
  const { injector, causes, marks } = kind === 'model' ? ofForm(form) : compileOverlayText(overlay)
  const objects = documents.map(({ object }) => object)
  const calls =
    injector === undefined || faults.length > 0
      ? []
      : play(objects, injector, kind === 'model' ? kserveFor(values) : undefined, happenings)
  const [first] = calls
  const refused = first?.refused ?? []
  const absent = absentTargets(refused)
  const given = {
    objects,
    overlayMarks: kind === 'model' ? marks : [...marks, ...marksOf(absent, 'error', read(overlay).documents, overlay)],
    config: form.config,
    messages: messagesOf(kind === 'model' ? [...form.faults, ...causes, ...absent] : [], fieldsOf(values)),
  }
  if (injector === undefined || faults.length > 0) return { ...given, calls, podMarks: faults }
  if (first?.ours?.found === 0) return { ...given, calls: [], podMarks: [noPodSpec] }
  const marked = (said: readonly Said[], severity: Mark['severity']) => marksOf(said, severity, documents, pod)
  const warnings = first?.ours === undefined ? [] : [...doubledIn(objects), ...first.ours.warnings]
  return { ...given, calls, podMarks: [...marked(refused, 'error'), ...marked(warnings, 'warning')] }
}

const noPodSpec: Mark = {
  from: 0,
  to: 0,
  severity: 'error',
  field: '',
  message: 'expected a pod, a workload of Kubernetes, or a pod spec, found none',
}

/** Of a text that does not read the config says nothing, so there is no injector then; what else is wrong is told all the same. */
function ofForm({ config, faults }: ReturnType<typeof configOf>): Compiled & { readonly marks: readonly Mark[] } {
  const { injector, causes } = compileConfig(config)
  return { injector: faults.length > 0 ? undefined : injector, causes, marks: [] }
}

/** That the pod has no such container is told where it was asked for too. */
const absentTargets = (refused: readonly Said[]): readonly (Fault & Said)[] =>
  refused.filter(({ code }) => code === 'TargetNotFound').map((said) => ({ ...said, index: 0, field: 'targets' }))

/** 0.12.0 knew one model, and a UID without a GID. */
function kserveFor({ models, texts }: Values) {
  if (texts['enabled'] === 'false') return undefined
  const image = texts[models === 1 ? 'image' : 'models[0].image']?.trim() ?? ''
  const uid = Number(texts['runAsUser'])
  return kserve012(
    image.replace(/^oci:\/\//, ''),
    texts['runAsUser']?.trim() && Number.isInteger(uid) ? uid : undefined,
  )
}
