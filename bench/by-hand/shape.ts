import { stop } from './obstacle.js'

/*
 * What comes into a webhook is JSON of any shape, whatever its type says: what is read of it is looked at first.
 */

/** Holds what is read as a list of objects to be one; its entries are looked at where they are read. */
export function checkList(list: unknown): void {
  if (list != null && !Array.isArray(list)) stop('InvalidType')
}

export function checkObject(value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    stop(value == null ? 'Required' : 'InvalidType')
}

export function checkName(name: unknown): void {
  if (typeof name !== 'string' || name === '') stop(name == null || name === '' ? 'Required' : 'InvalidType')
}

/** Holds a list to have nothing but objects, where nothing else goes through it. */
export function checkObjects(list: unknown): void {
  if (list == null) return
  if (!Array.isArray(list)) return stop('InvalidType')
  for (let index = 0; index < list.length; index++) checkObject(list[index])
}

/** Amounts are read by name. */
export function checkResources(resources: unknown): void {
  if (resources == null) return
  if (typeof resources !== 'object' || Array.isArray(resources)) return stop('InvalidType')
  const { limits, requests } = resources as Readonly<Record<string, unknown>>
  if (limits != null) checkObject(limits)
  if (requests != null) checkObject(requests)
}
