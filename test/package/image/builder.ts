import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { DockerfileParser, From, type Copy, type Env, type Instruction } from 'dockerfile-ast'

/** What an image is, as far as it can be made without a container engine. */
export interface Image {
  /** The folder that holds the files that were copied or made; those of the base image are not there. */
  readonly root: string
  readonly base: string
  readonly workdir: string
  readonly env: Readonly<Record<string, string>>
  readonly user: string
  readonly ports: readonly string[]
  readonly command: readonly string[]
}

/** What the builder gets to see of the context. */
export interface Context {
  readonly folder: string
  readonly ignores: (path: string) => boolean
}

interface Stage {
  readonly root: string
  readonly base: string
  workdir: string
  env: Record<string, string>
  user: string
  ports: string[]
  entrypoint: string[]
  command: string[]
}

/**
 * Carries out a Dockerfile's own steps, each stage in an empty folder below the given one. RUN uses the programs of this machine, not
 * those of the base image. An instruction that it does not know is an error.
 */
export function buildImage(dockerfile: string, context: Context, folder: string): Image {
  const stages = new Map<string, Stage>()
  let current: Stage | undefined
  for (const instruction of DockerfileParser.parse(readFileSync(dockerfile, 'utf8')).getInstructions()) {
    if (instruction instanceof From) {
      const name = instruction.getBuildStage() ?? String(stages.size)
      current = newStage(join(folder, name), instruction.getImage() ?? '')
      stages.set(name, current)
      continue
    }
    if (current === undefined) throw new Error(`expected FROM first, found ${instruction.getKeyword()}`)
    carryOut(instruction, current, stages, context)
  }
  if (current === undefined) throw new Error(`expected a stage, found none in ${dockerfile}`)
  const { entrypoint, command, ...image } = current
  return { ...image, command: [...entrypoint, ...command] }
}

function newStage(root: string, base: string): Stage {
  mkdirSync(root)
  return { root, base, workdir: '/', env: {}, user: '', ports: [], entrypoint: [], command: [] }
}

function carryOut(instruction: Instruction, stage: Stage, stages: ReadonlyMap<string, Stage>, context: Context): void {
  const content = instruction.getArgumentsContent() ?? ''
  switch (instruction.getKeyword()) {
    case 'WORKDIR':
      stage.workdir = content
      mkdirSync(join(stage.root, content), { recursive: true })
      return
    case 'ENV':
      for (const property of (instruction as Env).getProperties()) {
        stage.env[property.getName()] = property.getValue() ?? ''
      }
      return
    case 'COPY':
      return copy(instruction as Copy, stage, stages, context)
    case 'RUN':
      execFileSync('sh', ['-c', content], {
        cwd: join(stage.root, stage.workdir),
        env: { ...process.env, ...stage.env },
      })
      return
    case 'USER':
      stage.user = content
      return
    case 'EXPOSE':
      stage.ports.push(content)
      return
    case 'ENTRYPOINT':
      stage.entrypoint = JSON.parse(content) as string[]
      return
    case 'CMD':
      stage.command = JSON.parse(content) as string[]
      return
    default:
      throw new Error(`expected an instruction that this builder knows, found ${instruction.toString()}`)
  }
}

function copy(instruction: Copy, stage: Stage, stages: ReadonlyMap<string, Stage>, context: Context): void {
  const paths = instruction.getArguments().map((argument) => argument.getValue())
  const sources = paths.slice(0, -1)
  const target = paths.at(-1) ?? ''
  const from = instruction.getFromFlag()?.getValue()
  const folder = from == null ? context.folder : stages.get(from)?.root
  if (folder === undefined) throw new Error(`expected a stage before this one, found ${from ?? ''}`)
  const isSeen = (file: string): boolean => from != null || !context.ignores(relative(folder, file))
  for (const source of sources.map((path) => join(folder, path))) {
    if (!isSeen(source)) throw new Error(`expected a file of the context, found ${source}, which is ignored`)
    const into = join(stage.root, stage.workdir, target)
    const isDirectory = statSync(source).isDirectory()
    const destination = !isDirectory && target.endsWith('/') ? join(into, basename(source)) : into
    cpSync(source, destination, { recursive: true, filter: isSeen })
  }
}
