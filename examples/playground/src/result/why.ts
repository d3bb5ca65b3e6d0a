import type { Inputs, Outputs } from '../playground.js'

/** Why there is no result, or one that changes nothing. */
export function whyOf({ kind, values }: Inputs, { calls: [first], messages }: Outputs): string {
  if (first === undefined) return 'Nothing yet: see what is wrong above.'
  if (first.ours === undefined) {
    const where = messages.byField['targets'] === undefined ? 'in the pod' : 'in the pod, and beside its field'
    return `Refused: what is in the way is marked ${where}.`
  }
  if (kind === 'overlay') return '0 changes: all that the overlay says is in this pod already.'
  if (values.texts['enabled'] === 'false') return '0 changes: the config is switched off.'
  return '0 changes: the model is in this pod already.'
}
