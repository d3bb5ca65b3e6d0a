import { structuredPatch } from 'diff'
import { stringify } from 'yaml'

/** The lines of a unified diff of two pod specs, written as YAML; none where they are equal. */
export function diffLines(before: unknown, after: unknown): readonly string[] {
  const [old, made] = [toYaml(before), toYaml(after)]
  const { hunks } = structuredPatch('in', 'out', old, made, undefined, undefined, { context })
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@ ${placeOf(old.split('\n'), oldStart + context)}`.trimEnd(),
    ...lines,
  ])
}

const context = 3

/** Long lines are not folded, so that a shell text is shown as it will run. */
const toYaml = (value: unknown): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false })

/** The list and the entry that a line is in, as `containers: vllm`; git names functions there. */
function placeOf(lines: readonly string[], end: number): string {
  const above = lines.slice(0, end - 1).reverse()
  const list = above.findIndex((line) => /^\w/.test(line))
  const name = above.slice(0, Math.max(list, 0)).find((line) => /^ {2}(- | {2})name: /.test(line))
  return name === undefined ? '' : `${above[list] ?? ''} ${name.replace(/^.*name: /, '')}`
}
