import type { ConfigMapLike, KServeInjector } from 'modelcar/kserve'
import { refuse, type Faults } from './fault.js'
import { reasonOf, textOf, type FileText } from './file.js'
import { compile, type Policy } from './injection.js'
import { parseYaml } from './parse-yaml.js'

/** Reads KServe's ConfigMap out of a file, checks every setting that an injection may go by, and compiles it. */
export function checkConfigMap(faults: Faults, file: FileText, policy: Policy): KServeInjector | undefined {
  const text = textOf(faults, file)
  const value = text === undefined ? undefined : parse(faults, file, text)
  if (value === undefined) return undefined
  if (!isConfigMap(value)) {
    return refuse(
      faults,
      file.variable,
      `expected the ConfigMap inferenceservice-config, found no object in ${JSON.stringify(file.path)}; write it there, as kubectl get -o yaml prints it`,
    )
  }
  const { kserve, causes = [] } = compile(value, policy)
  for (const { field, message } of causes) {
    refuse(faults, `${file.variable}: ${field}`, `${message}; correct it in ${JSON.stringify(file.path)}`)
  }
  return kserve
}

/** JSON is YAML too. */
function parse(faults: Faults, file: FileText, text: string): unknown {
  try {
    return parseYaml(text)
  } catch (error) {
    return refuse(
      faults,
      file.variable,
      `expected one YAML or JSON document, found in ${JSON.stringify(file.path)}: ${reasonOf(error)}; correct it there`,
    )
  }
}

/** Whether it is one that can be read, the library says itself. */
const isConfigMap = (value: unknown): value is ConfigMapLike =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
