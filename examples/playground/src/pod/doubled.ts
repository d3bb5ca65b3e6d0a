import { duplicates } from '../../../demo/duplicates.js'
import { asKServePodSpec } from '../cast.js'
import type { Said } from './inject.js'
import { fieldAt, mapObject } from './pod-specs.js'

/** What the API server refuses in the pods as they are, since it comes twice. They have been read by the library, so their lists are lists. */
export const doubledIn = (objects: readonly object[]): readonly Said[] =>
  objects.flatMap((object, index) => {
    const said: Said[] = []
    mapObject(object, (podSpec, place) => {
      for (const text of duplicates(asKServePodSpec(podSpec))) {
        const [field = '', ...words] = text.split(': ')
        const message = `${words.join(': ')}. The API server refuses the pod as it is.`
        said.push({ index, code: 'Doubled', field: fieldAt(place.field, field), message })
      }
      return podSpec
    })
    return said
  })
