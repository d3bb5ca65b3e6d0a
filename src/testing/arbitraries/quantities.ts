import fc from 'fast-check'
import { clone, type Fields } from '../json.js'
import { withoutUndefined } from './values.js'

const cpuSpellings = (milli: number): readonly (string | number)[] => [
  `${milli}m`,
  `${milli / 1000}`,
  milli / 1000,
  `${milli}000u`,
]
const memorySpellings = (mebi: number): readonly (string | number)[] => [
  `${mebi}Mi`,
  `${mebi * 1024}Ki`,
  `${mebi * 1048576}`,
  mebi * 1048576,
  `${mebi / 1024}Gi`,
]

const milli = fc.constantFrom(5, 10, 50, 100, 250, 500, 1000, 1500, 2000)
const mebi = fc.constantFrom(10, 15, 64, 128, 256, 512, 1024, 1536, 4096)
const spelled = fc.record(
  { milli, mebi, form: fc.nat(4), share: fc.constantFrom(1, 1, 0.5, 0.1) },
  { noNullPrototype: true },
)

/** Resources in which every request fits its limit, with one side or both, in many spellings. */
export const resources: fc.Arbitrary<Fields> = fc
  .tuple(spelled, fc.constantFrom('both', 'limits', 'requests', 'cpu', 'memory'), fc.nat(19))
  .map(([{ milli, mebi, form, share }, shape, gpu]) => {
    const limits: Fields = withoutUndefined({
      cpu: shape === 'memory' ? undefined : cpuSpellings(milli)[form % 4],
      memory: shape === 'cpu' ? undefined : memorySpellings(mebi)[form],
      'nvidia.com/gpu': gpu === 0 ? 1 : undefined,
    })
    const requests: Fields = withoutUndefined({
      cpu: shape === 'memory' ? undefined : `${Math.ceil(milli * share)}m`,
      memory: shape === 'cpu' ? undefined : `${Math.ceil(mebi * share)}Mi`,
      'nvidia.com/gpu': gpu === 0 ? '1' : undefined,
    })
    if (shape === 'limits') return { limits }
    if (shape === 'requests') return { requests: { ...requests, 'nvidia.com/gpu': undefined } }
    return { limits, requests }
  })
  .map((value) => clone(value))
