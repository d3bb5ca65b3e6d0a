import { objectsIn } from '../../json.js'
import { inContainers, type Exclusion } from './contradictions.js'

/** A resize restarts a container only where something starts it again, and rules of restarting stand beside a policy. */
export const restarts: Exclusion = {
  said: ['resizePolicy', 'restartPolicy', 'restartPolicyRules'],
  find: (spec, tell) => {
    const inits = new Set(objectsIn(spec.initContainers))
    const places = [['resizePolicy'], ['restartPolicy'], []]
    inContainers((container, tell) => {
      const { resizePolicy, restartPolicy, restartPolicyRules } = container
      if (objectsIn(restartPolicyRules).length > 0 && restartPolicy == null)
        tell({
          places: [['restartPolicyRules'], []],
          found: 'restartPolicyRules',
          beside: 'no restartPolicy',
          instead: restartPolicy,
        })
      const resizes = objectsIn(resizePolicy)
      if (resizes.length === 0) return
      const names = new Set(resizes.map(({ resourceName }) => resourceName))
      if (names.size < resizes.length) tell({ places, found: 'a resizePolicy', beside: 'another of that resource' })
      if (!resizes.some(({ restartPolicy }) => restartPolicy === 'RestartContainer')) return
      const found = 'a resize with RestartContainer'
      if (spec.restartPolicy === 'Never') tell({ places, found, beside: 'restartPolicy: Never' })
      if (inits.has(container) && restartPolicy !== 'Always')
        tell({ places, found, beside: 'no restartPolicy: Always', instead: restartPolicy })
    })(spec, tell)
  },
}
