import { stringify } from 'yaml'

/** Objects as YAML documents. Long lines are not folded, so that a shell text is shown as it will run. */
export const toYaml = (objects: readonly object[]): string =>
  objects.map((object) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n')
