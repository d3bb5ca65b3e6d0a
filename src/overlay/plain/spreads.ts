import { isList, objectsIn } from '../../json.js'
import { selectedKeys } from '../../kubernetes/label-selector.js'
import type { Exclusion } from './contradictions.js'

/** What a constraint of the spread says beside it: of labels by their keys a selector, of domains that it is a condition. */
export const spreads: Exclusion = {
  said: ['topologySpreadConstraints'],
  find: ({ topologySpreadConstraints }, tell) => {
    const places = [['topologySpreadConstraints']]
    for (const { topologyKey, labelSelector, matchLabelKeys, minDomains, whenUnsatisfiable } of objectsIn(
      topologySpreadConstraints,
    )) {
      const by = ` by ${String(topologyKey)}`
      const keys = isList(matchLabelKeys) ? matchLabelKeys : []
      if (labelSelector == null && keys.length > 0)
        tell({ places, found: `matchLabelKeys${by}`, beside: 'no labelSelector', instead: labelSelector })
      if (selectedKeys(keys, labelSelector).length > 0)
        tell({ places, found: `matchLabelKeys${by}`, beside: 'a labelSelector that has one of the keys' })
      if (minDomains != null && whenUnsatisfiable !== 'DoNotSchedule')
        tell({ places, found: `minDomains${by}`, beside: 'no whenUnsatisfiable: DoNotSchedule' })
    }
  },
}
