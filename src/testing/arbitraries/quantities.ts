import fc from 'fast-check'
import { clone, type Fields } from '../json.js'
import { oneOf, withoutUndefined } from './values.js'

const cpuSpellings = (milli: number): readonly (string | number)[] => [
  `${milli}m`,
  milli % 1000 === 0 ? `${milli / 1000}` : `${milli / 1000}`,
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

/** An amount of CPU, in one of the ways to write it. */
export const cpu = (milli: fc.Arbitrary<number>): fc.Arbitrary<string | number> =>
  fc.tuple(milli, fc.nat(3)).map(([amount, form]) => cpuSpellings(amount)[form] ?? amount)

/** An amount of memory, in one of the ways to write it. */
export const memory = (mebi: fc.Arbitrary<number>): fc.Arbitrary<string | number> =>
  fc.tuple(mebi, fc.nat(4)).map(([amount, form]) => memorySpellings(amount)[form] ?? amount)

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

/** Quantities of every spelling that the API server takes in a list of resources, and the value it rounds some to. */
export const oddQuantity: fc.Arbitrary<string | number> = oneOf<string | number>(
  '0.01',
  '1000m',
  '1',
  1,
  1.5,
  '1.0',
  '1e3',
  '1E3',
  '1k',
  '0.0001',
  '100u',
  '1n',
  '+1',
  ' 1',
  '1 ',
  '1.',
  '.5',
  '15728640',
  '15e6',
  '15000k',
  '1.5Mi',
  '0Mi',
  '1e-3',
  '1.123456789123Gi',
  '16Ei',
  '9223372036854775808',
)
