const { test } = require('node:test')
const { expectIdempotent } = require('modelcar/testing')
const { appends, looks } = require('./mutators.cjs')

test('one that looks', async () => {
  await expectIdempotent(looks, { seed: 1 })
})

test('one that appends', async () => {
  await expectIdempotent(appends, { seed: 1 })
})
