import { readFile } from 'node:fs/promises'
import type { Cluster } from '../control-plane/api-server.js'
import { until } from '../control-plane/until.js'

/** What the audit log has of a request. */
export interface AuditEvent {
  readonly auditID: string
  readonly objectRef?: { readonly namespace?: string }
  readonly annotations?: Readonly<Record<string, string>>
}

/** One call of a webhook, as the API server writes it down. */
export interface Call {
  readonly configuration: string
  readonly webhook: string
  /** Whether its answer changed the object. */
  readonly mutated: boolean
}

/** Finds the event of a request. It is written while the request is answered, so it may come a moment later. */
export const auditEvent = ({ auditLog }: Cluster, auditId: string): Promise<AuditEvent> =>
  until(`the audit event ${auditId}`, async () => {
    const lines = (await readFile(auditLog, 'utf8')).split('\n')
    const line = lines.findLast((each) => each.includes(auditId) && each.endsWith('}'))
    return line === undefined ? undefined : (JSON.parse(line) as AuditEvent)
  })

const mutation = /^mutation\.webhook\.admission\.k8s\.io\/round_(\d+)_index_(\d+)$/

/** The mutating webhooks that were called, in their order: in the first round, and in that of the reinvocations. */
export function callsIn({ annotations = {} }: AuditEvent): readonly Call[] {
  return Object.entries(annotations)
    .flatMap(([key, value]) => {
      const [, round, index] = mutation.exec(key) ?? []
      return round === undefined ? [] : [{ at: Number(round) * 1000 + Number(index), call: JSON.parse(value) as Call }]
    })
    .sort((left, right) => left.at - right.at)
    .map(({ call }) => call)
}
