import type { Model } from '../config/resolve.js'
import { parentPath } from '../../kubernetes/clean-path.js'
import { escapeExpansion } from '../../kubernetes/expansion.js'
import type { Applied } from '../record/applied.js'
import { recordLine } from '../record/write.js'

/*
 * The shell texts of our containers. They stand in `command`, so that an image's ENTRYPOINT cannot swallow them, and their
 * first line is the record of what the config set on the container. The kubelet expands `$(NAME)` and turns `$$` into `$` in a
 * command, so every `$` that the shell should see is written twice here.
 */

/** Where a model's image has the model. */
export const imageModels = '/models'

/** Links the model: `/proc/<own PID>/root` is this container's root for every process of the shared process namespace. */
export function linkCommand(model: Model, applied: Applied): readonly string[] {
  return shell(`${recordLine(applied)}
${link(model)}`)
}

/** Links the model after a look whether there is one, where no init container has looked. */
export function checkedLinkCommand(model: Model, applied: Applied): readonly string[] {
  return shell(`${recordLine(applied)}
if ! { ${hasModel}; }; then
  ${complain}
fi
${link(model)}`)
}

/**
 * Succeeds once the model can be read through the link; the text of a startup probe. A link of an earlier sidecar may lead to
 * another container's files, where that has got its PID since.
 */
export function linkedCommand({ path }: Model): readonly string[] {
  const model = quote(`${path}/`)
  return shell(`[ ${model} -ef /models ] && [ -n "$$(ls -A ${model})" ]`)
}

/** Runs in an init container, so that the image is there when the sidecar starts, and fails where it holds no model. */
export function prefetchCommand(applied: Applied): readonly string[] {
  return shell(`${recordLine(applied)}
if ${hasModel}; then
  echo "modelcar: the image is pulled and has a model"
else
  ${complain}
fi`)
}

const hasModel = '[ -d /models ] && [ -n "$$(ls -A /models)" ]'
const complain = 'echo "modelcar: the image has no /models, or it is empty" >&2; exit 1'

/**
 * A directory at the path would take the link in. One that is empty (made by a server that waits) goes; one that is not is left
 * alone, and the container ends.
 */
function link(model: Model): string {
  const path = quote(model.path)
  const steps = [
    `mkdir -p ${quote(parentPath(model.path))}`,
    `{ [ -L ${path} ] || [ ! -d ${path} ] || rmdir ${path}; }`,
    `ln -sfn /proc/$$$$/root/models ${path}`,
    `[ -L ${path} ]`,
    'exec sleep infinity',
  ]
  return `${steps.join(' && ')}
echo "modelcar: cannot link the model into its volume" >&2
exit 1`
}

const shell = (text: string): readonly string[] => ['sh', '-c', text]

const plain = /^[A-Za-z0-9/._-]+$/

/** Quotes a word for the shell behind the kubelet, unless it is plain. */
const quote = (word: string): string =>
  plain.test(word) ? word : escapeExpansion(`'${word.replaceAll("'", "'\\''")}'`)

const scripts: readonly RegExp[] = [
  // The link, ours or that of any KServe version.
  /\bln -s[a-z]* \/proc\/\$+\/root\/models\b/,
  // The prefetch check: KServe's, and ours.
  /\bPre-fetching modelcar\b/,
  /^# modelcar \S/,
]

/** Tells whether a command, or arguments, hold one of our scripts or one of any KServe version. */
export const isScript = (words: unknown): boolean =>
  Array.isArray(words) && words.some((word) => typeof word === 'string' && scripts.some((script) => script.test(word)))
