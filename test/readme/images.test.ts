import { DockerfileParser } from 'dockerfile-ast'
import { expect, test } from 'vitest'
import { blocksOf } from './blocks.js'
import { readPage } from './page-list.js'

test.each(['README.md', 'docs/modes.md'])(
  'the Dockerfile of %s puts the model where every mode looks for it',
  (page) => {
    const [dockerfile, ...others] = blocksOf(readPage(page)).filter(({ language }) => language === 'dockerfile')
    expect(others).toEqual([])
    const instructions = DockerfileParser.parse(dockerfile?.text ?? '').getInstructions()
    expect(instructions.map((each) => each.getKeyword())).toEqual(['FROM', 'COPY', 'COPY'])
    const copied = instructions.slice(1).map((each) => each.getArguments().map(String))
    expect(copied.map(([, to]) => to)).toEqual(['/models/', '/models/'])
  },
)
