import { expectIdempotent } from 'modelcar/testing'
import { appends, looks } from './mutators.cjs'

test('one that looks', async () => {
  await expectIdempotent(looks, { seed: 1 })
})

test('one that appends', async () => {
  await expectIdempotent(appends, { seed: 1 })
})
