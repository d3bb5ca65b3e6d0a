import { execFile } from 'node:child_process'
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { packedPackage } from './packed.js'
import { runtimes } from './runtimes.js'

// Release 2 of Kubernetes' client needs Node.js 22, so the tests of the root have release 1.

const execute = promisify(execFile)
const folder = await packedPackage()
await symlink(join(import.meta.dirname, 'node_modules/@kubernetes'), join(folder, 'node_modules/@kubernetes'))

test('its types fit without a cast', async () => {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    module: 'nodenext',
    target: 'es2022',
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['client-node.mts'] }))
  const tsc = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc')
  const { stdout } = await execute(process.execPath, [tsc, '-p', folder]).catch(
    (error: unknown) => error as { stdout: string },
  )
  expect(stdout).toBe('')
})

const node = runtimes.find(({ title }) => title === 'Node.js 24')?.program

test.skipIf(node === undefined)('what it reads is injected, and written by it again', async () => {
  const { stdout } = await execute(node!, ['client-node.mts'], { cwd: folder })
  expect(JSON.parse(stdout)).toEqual([['kserve-container', 'modelcar'], 1])
})
