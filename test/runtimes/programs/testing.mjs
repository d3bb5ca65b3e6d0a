// The entry for tests, with the peer that it needs.
import { expectIdempotent, roundTrip, validatePodSpec } from 'modelcar/testing'

const twice = { name: 'app', image: 'a:1' }
await expectIdempotent((spec) => ({ ...spec, hostname: 'app-0' }), { runs: 20 })
console.log(JSON.stringify(validatePodSpec(roundTrip({ containers: [twice, twice] })).map(({ message }) => message)))
