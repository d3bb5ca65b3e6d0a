import { auditEvent, callsIn, type Answer, type Cluster } from '../harness.js'

/** The webhooks that a pod was sent to, in the order of the calls. */
export const callsOf = async (cluster: Cluster, { auditId }: Answer): Promise<readonly string[]> =>
  callsIn(await auditEvent(cluster, auditId)).map(({ webhook }) => webhook)
