import { expect, test } from 'vitest'
import { isSameList, isSamePath, type Path } from '../../src/patch/edit.js'

test.each<[Path, Path, isSamePath: boolean, isSameList: boolean]>([
  [[], [], true, true],
  [['env'], ['env'], true, true],
  [['env'], ['args'], false, true],
  [['env'], ['env', 0], false, false],
  [['env', 0], ['env'], false, false],
  [['env', 0], ['env', 1], false, true],
  [['env', 0], ['args', 0], false, false],
  [['containers', 0, 'env', 1], ['containers', 0, 'env', 1], true, true],
  [['containers', 0, 'env', 1], ['containers', 1, 'env', 1], false, false],
])('%j and %j', (left, right, samePath, sameList) => {
  expect([isSamePath(left, right), isSameList(left, right)]).toEqual([samePath, sameList])
})
