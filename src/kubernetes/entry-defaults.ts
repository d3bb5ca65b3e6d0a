import { own } from '../json.js'

/*
 * What the API server fills into the entries of lists that have no list map keys, by type and field. Each was asked of an API
 * server of 1.37: test/fixtures/defaults has what was sent, and what came back.
 */
const defaults: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ObjectFieldSelector: { apiVersion: 'v1' },
  ResourceFieldSelector: { divisor: '0' },
  ServiceAccountTokenProjection: { expirationSeconds: 3600 },
}

/** The value that the API server gives a field that is not there; undefined for none. */
export const entryDefault = (type: string | undefined, field: string): unknown => own(own(defaults, type), field)
