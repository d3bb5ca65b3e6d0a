/** What a program asks of the library, whatever it runs on: an injection, a second one, an answer to a review, and what KServe's rules say. */
export function answers({ createInjector, injectModelcar, isModelcarError }, { admit }, { resolveInjection }) {
  const config = { image: 'registry.example/team/llama:1' }
  const podSpec = { containers: [{ name: 'kserve-container' }] }
  const spec = injectModelcar(podSpec, config)
  const request = { uid: '7', operation: 'CREATE', object: { metadata: { name: 'größe' }, spec: podSpec } }
  const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request }
  const { response } = admit(new TextEncoder().encode(JSON.stringify(review)), createInjector(config))
  return {
    runtime: runtime(),
    spec,
    isSettled: injectModelcar(spec, config) === spec,
    response,
    refused: codesOf(isModelcarError, () => injectModelcar({ ...podSpec, hostPID: true }, config)),
    skipped: resolveInjection({ spec: podSpec }, { data: {} }).skip,
  }
}

function codesOf(isModelcarError, attempt) {
  try {
    attempt()
  } catch (error) {
    if (isModelcarError(error)) return error.causes.map(({ code }) => code)
    throw error
  }
}

function runtime() {
  if (globalThis.Deno !== undefined) return `Deno ${Deno.version.deno}`
  if (globalThis.Bun !== undefined) return `Bun ${Bun.version}`
  const agent = globalThis.navigator?.userAgent
  return agent === undefined || agent.startsWith('Node.js') ? `Node.js ${process.versions.node}` : agent
}
