import { field, objectsIn } from '../../json.js'
import type { Exclusion } from './contradictions.js'

/** By the namespace of the host that a pod has in place of its own: the kernel parameters of that namespace. */
const ofNamespaces = {
  hostIPC: /^(?:kernel[./](?:sem$|shm|msg)|fs[./]mqueue[./])/,
  hostNetwork: /^net[./]/,
}

/** A pod sets each kernel parameter once, and none of a namespace that is the host's. */
export const sysctls: Exclusion = {
  said: ['sysctls', 'hostIPC', 'hostNetwork'],
  find: (spec, tell) => {
    const names = new Set<unknown>()
    for (const { name } of objectsIn(field(spec.securityContext, 'sysctls'))) {
      const found = `the sysctl ${String(name)}`
      if (names.has(name)) tell({ places: [place], found, beside: 'another of that name' })
      names.add(name)
      for (const [host, pattern] of Object.entries(ofNamespaces))
        if (spec[host] === true && pattern.test(String(name)))
          tell({ places: [place, [host]], found, beside: `${host}: true` })
    }
  },
}

const place = ['securityContext', 'sysctls']
