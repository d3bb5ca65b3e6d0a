import { at } from '../../input/check.js'
import { isList, isObject, own, type JsonObject } from '../../json.js'
import { escalationIn } from '../../kubernetes/escalation.js'
import { sameQuantity } from '../../kubernetes/quantity.js'
import { selectedKeys } from '../../kubernetes/label-selector.js'
import { isBlank } from '../../kubernetes/required.js'
import { fault, foundIn, type State } from './state.js'

/** Checks what the API server takes in a field only beside certain values of others of its object (pkg/apis/core/validation). */
export function checkBeside(state: State, holder: JsonObject, type: string | undefined, field: string): void {
  own(rules, type)?.(holder, (name, expected) => {
    fault(state, 'InvalidValue', at(field, name), `expected ${expected}, found ${foundIn(holder[name])}`)
  })
}

type Rule = (holder: JsonObject, tell: (name: string, expected: string) => void) => void

const toleration: Rule = ({ key, operator, value, effect, tolerationSeconds }, tell) => {
  if (tolerationSeconds != null && effect !== 'NoExecute') tell('effect', 'NoExecute beside tolerationSeconds')
  if (operator === 'Exists' && !isBlank(value)) tell('value', 'none beside operator: Exists')
  if (isBlank(key) && !isBlank(operator) && operator !== 'Exists') tell('operator', 'Exists where there is no key')
}

const profile: Rule = ({ type, localhostProfile }, tell) => {
  if (type === 'Localhost') {
    if (isBlank(localhostProfile)) tell('localhostProfile', 'a profile beside type: Localhost')
  } else if (localhostProfile != null) tell('localhostProfile', 'none but beside type: Localhost')
}

/** Labels that are told by their keys stand beside a selector, and each is told once. */
const affinityTerm: Rule = ({ labelSelector, matchLabelKeys, mismatchLabelKeys }, tell) => {
  for (const [name, keys] of Object.entries({ matchLabelKeys, mismatchLabelKeys }))
    if (isList(keys) && keys.length > 0 && labelSelector == null) tell(name, 'none without a labelSelector')
  if (isList(matchLabelKeys) && selectedKeys(matchLabelKeys, labelSelector, mismatchLabelKeys).length > 0)
    tell('matchLabelKeys', 'keys that are neither in the labelSelector nor in mismatchLabelKeys')
}

/** How many values an operator takes. */
const requirement: Rule = ({ operator, values }, tell) => {
  const count = isList(values) ? values.length : 0
  if ((operator === 'In' || operator === 'NotIn') && count === 0) tell('values', `values beside operator: ${operator}`)
  if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0)
    tell('values', `none beside operator: ${operator}`)
  if ((operator === 'Gt' || operator === 'Lt') && count !== 1) tell('values', `one value beside operator: ${operator}`)
}

const securityContext: Rule = (holder, tell) => {
  const escalation = holder.allowPrivilegeEscalation === false ? escalationIn(holder) : undefined
  if (escalation !== undefined)
    tell(
      'allowPrivilegeEscalation',
      `true beside ${escalation === 'privileged' ? 'privileged: true' : 'the capability CAP_SYS_ADMIN'}`,
    )
}

const units = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((unit) => `1${unit}`)

const resourceField: Rule = ({ resource, divisor }, tell) => {
  if (typeof resource !== 'string' || isBlank(divisor)) return
  const known = resource.endsWith('.cpu') ? ['0', '1', '1m'] : ['0', ...units]
  if (!known.some((each) => sameQuantity(divisor, each))) tell('divisor', `one of ${known.slice(1).join(', ')}`)
}

/** In a volume nothing else says which container is meant. */
const file: Rule = ({ resourceFieldRef }, tell) => {
  if (isObject(resourceFieldRef) && isBlank(resourceFieldRef.containerName))
    tell('resourceFieldRef', 'one with a containerName')
}

const bundle: Rule = ({ name, labelSelector }, tell) => {
  if (!isBlank(name) && labelSelector != null) tell('labelSelector', 'none beside a name')
}

const rules: Readonly<Record<string, Rule>> = {
  AppArmorProfile: profile,
  ClusterTrustBundleProjection: bundle,
  DownwardAPIVolumeFile: file,
  LabelSelectorRequirement: requirement,
  NodeSelectorRequirement: requirement,
  PodAffinityTerm: affinityTerm,
  ResourceFieldSelector: resourceField,
  SeccompProfile: profile,
  SecurityContext: securityContext,
  Toleration: toleration,
}
