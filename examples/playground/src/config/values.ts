import { fieldsOf, pathOfModel } from './fields.js'

/** What stands in the form: a text by each field's path, and how many models there are. */
export interface Values {
  readonly models: number
  readonly texts: Readonly<Record<string, string>>
}

/** The form with another text in a field. Fields that are there then, and were never filled in, begin with what they have to begin with. */
export function withText({ models, texts }: Values, path: string, text: string): Values {
  const changed: Record<string, string> = { ...texts, [path]: text }
  for (const field of fieldsOf({ models, texts: changed }))
    if (field.start !== undefined) changed[field.path] ??= field.start
  return { models, texts: changed }
}

/** The form with so many models: the fields of the first move into the list, or out of it. */
export function withModels({ models, texts }: Values, count: number): Values {
  const moved: Record<string, string> = { ...texts }
  for (const key of ['image', 'mountPath', 'sourcePath']) {
    const text = texts[pathOfModel(key, 0, models)] ?? ''
    for (let index = count === 1 ? 0 : count; index < models; index++) moved[`models[${index}].${key}`] = ''
    // The path in the image stays with all, unless the first has one of its own.
    if (key !== 'sourcePath' || (count === 1 && text !== '')) moved[pathOfModel(key, 0, count)] = text
  }
  return { models: count, texts: moved }
}
