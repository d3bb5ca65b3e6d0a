import { cut, found, isList, withoutHoles, type JsonObject } from '../../json.js'
import { at, checkKeys, readObject, addCause, type Causes } from '../../input/check.js'
import { emptyTree, placeOf, type PathTree } from '../../patch/path-tree.js'
import { readImage } from './image-reference.js'
import { readMountPath } from './mount-path.js'
import { readSourcePath } from './source-path.js'

/** A model as the config says it; image and path are empty where they are wrong. */
export interface Source {
  readonly image: string
  readonly path: string
  /** The config's field that says the path. */
  readonly field: string
  /** Where it is in its image. */
  readonly sourcePath: string
  /** The config's field that says that. */
  readonly sourceField: string
}

/** Reads the models: a list of them, or the one at the top of the config. */
export function readSources(causes: Causes, config: JsonObject): readonly Source[] {
  const { image, models, mountPath } = config
  if (models === undefined || models === null) return [readSource(causes, config, '')]
  const inherited = readSourcePath(causes, config.sourcePath, 'sourcePath')
  if (image != null)
    addCause(causes, 'Exclusive', 'image', 'expected either image or models, found both; put the image into models')
  if (mountPath != null)
    addCause(causes, 'Exclusive', 'mountPath', 'expected no mountPath beside models, found one; each model has its own')
  if (!isList(models)) {
    addCause(causes, 'InvalidType', 'models', `expected a list of models, found ${found(models)}`)
    return []
  }
  if (models.length === 0) addCause(causes, 'Required', 'models', 'expected at least one model, found an empty list')
  return withoutHoles(models).flatMap((model: unknown, index) => {
    const field = `models[${String(index)}]`
    if (model === undefined || model === null) {
      addCause(causes, 'Required', field, `expected a model with image and mountPath, found ${found(model)}`)
      return []
    }
    const given = readObject(causes, model, field)
    if (given === undefined) return []
    checkKeys(causes, given, ['image', 'mountPath', 'sourcePath'], field)
    return [readSource(causes, given, field, inherited)]
  })
}

function readSource(
  causes: Causes,
  { image, mountPath, sourcePath }: JsonObject,
  parent: string,
  inherited?: string,
): Source {
  const field = at(parent, 'mountPath')
  return {
    // Stryker disable next-line StringLiteral: of a wrong image nothing is made.
    image: readImage(causes, image, at(parent, 'image')) ?? '',
    path: readMountPath(causes, mountPath, field) ?? '',
    field,
    sourcePath: readSourcePath(causes, sourcePath, at(parent, 'sourcePath'), inherited),
    sourceField: sourcePath == null ? 'sourcePath' : at(parent, 'sourcePath'),
  }
}

/** Two models at one path, or one below the other, would hide each other: of each model the first other one is told. */
export function checkNestedPaths(causes: Causes, sources: readonly Source[]): void {
  // Stryker disable next-line ConditionalExpression,EqualityOperator: one model collides with none; to look for it takes time.
  if (sources.length < 2) return
  const root = emptyTree<Taken>()
  sources.forEach(({ path, field }, index) => {
    if (path === '') return
    const taken = takePath(root, path, { path, field, index })
    if (taken === undefined) return
    const relation = path === taken.path ? 'the same as' : 'nested with'
    const message = `expected a path apart from other models', found ${cut(path)}, ${relation} ${cut(taken.path)} (${taken.field})`
    addCause(causes, 'Duplicate', field, message)
  })
}

interface Model {
  readonly path: string
  readonly field: string
  readonly index: number
}

/** What the models before have of a path: the first of them that is there, and the first that is there or below. */
interface Taken {
  at?: Model
  within: Model
}

/** Takes a path for a model, and gives the first one that it collides with. */
function takePath(root: PathTree<Taken>, path: string, model: Model): Model | undefined {
  let place = root
  let first: Model | undefined
  for (const name of path.split('/')) {
    place = placeOf(place, [name])
    place.value ??= { within: model }
    const { at } = place.value
    if (at !== undefined && (first === undefined || at.index < first.index)) first = at
  }
  const { value = { within: model } } = place
  value.at ??= model
  const { within } = value
  return within !== model && (first === undefined || within.index < first.index) ? within : first
}
