import { describe, expect, test } from 'vitest'
import { hasSource, isWritable } from '../../src/overlay/plan/check-volumes.js'

// What the source of a volume says: whether containers may write to it, and whether it is one that is wanted.

const claim = { persistentVolumeClaim: { claimName: 'c' } }

test.each<[object, boolean]>([
  [{}, true],
  [{ emptyDir: {} }, true],
  [{ emptyDir: null }, true],
  [claim, true],
  [{ hostPath: { path: '/x' } }, true],
  [{ newer: {} }, true],
  [{ csi: { driver: 'd', readOnly: false } }, true],
  [{ csi: { driver: 'd', readOnly: true } }, false],
  [{ persistentVolumeClaim: { claimName: 'c', readOnly: true } }, false],
  [{ configMap: { name: 'c' } }, false],
  [{ secret: { secretName: 's' } }, false],
  [{ projected: { sources: [] } }, false],
  [{ downwardAPI: { items: [] } }, false],
  [{ image: { reference: 'r' } }, false],
])('a volume with %j can be written to: %s', (source, expected) => {
  expect(isWritable({ name: 'v', ...source })).toBe(expected)
})

describe('a volume has a source that is wanted', () => {
  test.each<[object, string, unknown, boolean]>([
    // Without a source it is an empty directory, of which nothing is said.
    [{}, 'emptyDir', {}, true],
    [{ emptyDir: null }, 'emptyDir', {}, true],
    [{}, 'emptyDir', { medium: '' }, true],
    [{}, 'emptyDir', { medium: 'Memory' }, false],
    [{}, 'persistentVolumeClaim', {}, false],
    [claim, 'emptyDir', {}, false],
    // It may have more, and may say it in other words.
    [{ emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } }, 'emptyDir', { medium: 'Memory' }, true],
    [{ emptyDir: { sizeLimit: '1024Mi' } }, 'emptyDir', { sizeLimit: '1Gi' }, true],
    [{ emptyDir: { sizeLimit: '2Gi' } }, 'emptyDir', { sizeLimit: '1Gi' }, false],
    [claim, 'persistentVolumeClaim', { claimName: 'c' }, true],
    [claim, 'persistentVolumeClaim', { claimName: 'd' }, false],
    [{ emptyDir: {} }, 'emptyDir', 'Memory', false],
    [{ emptyDir: {} }, 'emptyDir', undefined, false],
  ])('%j as %s: %j is %s', (volume, source, wanted, expected) => {
    expect(hasSource({ name: 'v', ...volume }, source, wanted)).toBe(expected)
  })
})
