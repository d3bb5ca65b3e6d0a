import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

// What the built package reads of its surroundings: what every runtime has, and nothing of Node.js.

const dist = join(import.meta.dirname, '../../dist')
const ofNode = new Set(['process', 'Buffer', 'global', 'globalThis', '__dirname', '__filename', 'require'])
const modules = readdirSync(dist).filter((file) => file.endsWith('.js'))

/** The names in a program that stand for themselves: no field's and no key's. */
function namesIn(file: string): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (node: ts.Node): void => {
    const { parent } = node
    const isField =
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      (ts.isPropertyAssignment(parent) && parent.name === node)
    if (ts.isIdentifier(node) && !isField) names.add(node.text)
    ts.forEachChild(node, visit)
  }
  const text = readFileSync(join(dist, file), 'utf8')
  ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true).forEachChild(visit)
  return names
}

test('it is built', () => {
  expect(modules).toEqual(expect.arrayContaining(['index.js', 'admission.js', 'kserve.js', 'testing.js']))
})

test.each(modules)('%s names nothing of Node.js', (file) => {
  const names = namesIn(file)
  expect(names.size).toBeGreaterThan(0)
  expect([...names].filter((name) => ofNode.has(name))).toEqual([])
})

test.each(modules)('%s imports the two dependencies, the peer and its own chunks', (file) => {
  const text = readFileSync(join(dist, file), 'utf8')
  const imports = [...text.matchAll(/^(?:import|export)\b[^'"]*?from ['"]([^'"]+)['"]/gm)].map(([, path = '']) => path)
  expect(imports.filter((path) => !/^(\.\/[\w-]+\.js|immer|fast-deep-equal|fast-check)$/.test(path))).toEqual([])
})
