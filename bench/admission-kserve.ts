import { deepStrictEqual } from 'node:assert/strict'
import type { V1PodSpec } from '@kubernetes/client-node'
import { admit, outcomeOf, type AdmissionReviewResponse, type AdmissionSource } from '../src/admission/index.js'
import { createInjector, type Injector } from '../src/index.js'
import { createKServeInjector, resolveInjection, sourceUriAnnotation, type PodLike } from '../src/kserve/index.js'
import { measure, median, ratio, warmUp, type Contestants } from './measure.js'
import { grownPod, issuePod } from './pods.js'
import { figure, reportGoals, reportTable, type Goal } from './report.js'
import { reviewOf } from './reviews.js'

/*
 * From a raw review to a raw answer, under KServe's configuration. The base is an injector that was compiled for the one pod
 * beforehand, which no server can have: what it takes longer is what KServe's way of asking costs. A hundred models come in turn.
 */

const compiled = 'compiled for the pod'
const ours = 'createKServeInjector'
const anew = 'resolveInjection'

const models = 100
const namespace = 'models'

const settings = {
  image: 'kserve/storage-initializer:latest',
  ...{ memoryRequest: '100Mi', memoryLimit: '1Gi', cpuRequest: '100m', cpuLimit: '1' },
  ...{ cpuModelcar: '10m', memoryModelcar: '15Mi', uidModelcar: 1010 },
  ...{ caBundleConfigMapName: 'corp-ca', caBundleVolumeMountPath: '/etc/ssl/custom-certs' },
}

/** A review of a pod that asks for a model of its own. */
function reviewFor(spec: V1PodSpec, index: number) {
  const review = reviewOf(spec) as { request: { object: PodLike } }
  const { object } = review.request
  const annotations = {
    ...object.metadata?.annotations,
    [sourceUriAnnotation]: `oci://registry.example.com/models/model-${index}:v1`,
  }
  const pod = { ...object, metadata: { ...object.metadata, annotations } }
  return { pod, text: JSON.stringify({ ...review, request: { ...review.request, object: pod } }) }
}

function sourcesFor(
  ociModelMode: string,
  pods: readonly PodLike[],
): Record<string, (index: number) => AdmissionSource> {
  const configMap = { data: { storageInitializer: JSON.stringify({ ...settings, ociModelMode }) } }
  const injectors = pods.map((pod): Injector => {
    const { config } = resolveInjection(pod, configMap, { namespace })
    if (config === undefined) throw new Error('expected a pod that asks for a model')
    return createInjector(config)
  })
  const { injectorFor } = createKServeInjector(configMap)
  const byKServe: AdmissionSource = (request) => {
    const { injector, skip } = injectorFor(request.object, { namespace: request.namespace })
    return injector ?? { skip }
  }
  const byResolution: AdmissionSource = (request) =>
    resolveInjection(request.object, configMap, { namespace: request.namespace })
  return { [compiled]: (index) => injectors[index]!, [ours]: () => byKServe, [anew]: () => byResolution }
}

const answerTo = (text: string, source: AdmissionSource): string => JSON.stringify(admit(text, source))

/** Throws where two of them answer a review differently, or without a patch. */
function checkAnswers(texts: readonly string[], sources: Record<string, (index: number) => AdmissionSource>): void {
  for (const [index, text] of texts.entries()) {
    const [expected, ...others] = Object.values(sources).map((source) => answerTo(text, source(index)))
    for (const other of others) deepStrictEqual(other, expected)
    deepStrictEqual(outcomeOf(JSON.parse(expected ?? '') as AdmissionReviewResponse), { outcome: 'injected' })
  }
}

const pods = new Map([
  ['the pod of kserve#3506', issuePod()],
  ['100 containers', grownPod(100)],
])

const subjects = [...pods].flatMap(([name, spec]) =>
  ['modelcar', 'native', 'fetch'].map((mode) => {
    const reviews = Array.from({ length: models }, (_, index) => reviewFor(spec, index))
    const texts = reviews.map(({ text }) => text)
    const sources = sourcesFor(
      mode,
      reviews.map(({ pod }) => pod),
    )
    checkAnswers(texts, sources)
    const contestants: Contestants = Object.fromEntries(
      Object.entries(sources).map(([way, source]) => {
        let turn = 0
        const call = () => {
          turn = (turn + 1) % models
          return answerTo(texts[turn]!, source(turn))
        }
        return [way, call]
      }),
    )
    return { what: `${mode}, ${name}`, contestants }
  }),
)
console.log(`modelcar/kserve: ${subjects.length * models} answers, each by ${[compiled, ours, anew].join(', ')}, equal`)

for (const { contestants } of subjects) warmUp(contestants)

const rows = subjects.map(({ what, contestants }) => ({ what, times: measure(contestants) }))
console.log('\nraw to raw; µs, the best of the rounds and the median')
reportTable(
  ['', compiled, '', ours, '', 'ratio', anew, '', 'ratio'],
  rows.map(({ what, times }) => [
    what,
    ...[compiled, ours, anew].flatMap((way) => [
      Math.min(...times[way]!),
      median(times[way]!),
      ...(way === compiled ? [] : [ratio(times, way, compiled)]),
    ]),
  ]),
)
const goals = rows.map(({ what, times }): Goal => ({
  what: `${ours}, to ${compiled}: ${what}`,
  measured: ratio(times, ours, compiled),
  atMost: 1.1,
}))
console.log(`\nthe slowest: ${figure(Math.max(...goals.map(({ measured }) => measured)))}`)
reportGoals(goals)
