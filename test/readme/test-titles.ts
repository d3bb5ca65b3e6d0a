import ts from 'typescript'

/** The titles of the tests in a source, each as it is written: `%s` is not filled in. */
export function testTitles(source: string): readonly string[] {
  const titles: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTest(node.expression)) {
      const [title] = node.arguments
      if (title === undefined || !ts.isStringLiteralLike(title)) throw new Error('a test has a title that is no text')
      titles.push(title.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('titles.ts', source, ts.ScriptTarget.Latest))
  return titles
}

/** `test`, or `test.each(…)`, which gives a function that takes the title. */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === 'test'
  return ts.isCallExpression(callee) && ts.isPropertyAccessExpression(callee.expression)
    ? isTest(callee.expression.expression)
    : false
}
