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

/** Links the model: `/proc/<own PID>/root` is this container's root for every process of the shared process namespace. */
export function linkCommand(model: Model, applied: Applied): readonly string[] {
  return shell(`${recordLine(applied)}
${link(model)}`)
}

/** Links the model after a look whether there is one, where no init container has looked. A whole image is never empty. */
export function checkedLinkCommand(model: Model, applied: Applied): readonly string[] {
  return shell(`${recordLine(applied)}
${refuseNone(model)}${link(model)}`)
}

/**
 * Succeeds once the model can be read through the link; the text of a startup probe. A link of an earlier sidecar may lead to
 * another container's files, where that has got its PID since. That there is a model was seen before it was linked, so the probe, which
 * runs again and again under a small CPU limit, starts no program but its shell.
 */
export const linkedCommand = ({ path, sourcePath }: Model): readonly string[] =>
  shell(`[ ${quote(`${path}/`)} -ef ${quote(sourcePath)} ]`)

/** Runs in an init container, so that the image is there when the sidecar starts, and fails where it holds no model. */
export function prefetchCommand(model: Model, applied: Applied): readonly string[] {
  const ok = 'echo "modelcar: the image is pulled and has a model"'
  if (model.sourcePath === '/') return shell(`${recordLine(applied)}\n${ok}`)
  return shell(`${recordLine(applied)}
if ${hasModel(model)}; then
  ${ok}
else
  ${complain(model)}
fi`)
}

function refuseNone(model: Model): string {
  if (model.sourcePath === '/') return ''
  return `if ! { ${hasModel(model)}; }; then
  ${complain(model)}
fi
`
}

function hasModel({ sourcePath }: Model): string {
  const source = quote(sourcePath)
  // The dot keeps the line feeds of a name that has nothing else.
  return `[ -d ${source} ] && [ "$$(ls -A ${source}; echo .)" != . ]`
}

function complain({ sourcePath }: Model): string {
  const what = plain.test(sourcePath) ? sourcePath : 'directory at its sourcePath'
  return `echo "modelcar: the image has no ${what}, or it is empty, or this user may not read it" >&2; exit 1`
}

/**
 * A directory at the path would take the link in. One that is empty (made by a server that waits) goes; one that is not is left
 * alone, and the container ends. A link of the image's is resolved here, by the shell itself: behind `/proc/PID/root` an absolute one leads
 * into the root of whoever reads it.
 */
function link(model: Model): string {
  const path = quote(model.path)
  const enter = model.sourcePath === '/' ? '' : `cd -P ${quote(model.sourcePath)} && `
  const source = model.sourcePath === '/' ? '/' : '"$$PWD"'
  return `mkdir -p ${quote(parentPath(model.path))} && \
{ [ -L ${path} ] || [ ! -d ${path} ] || rmdir ${path}; } && \
${enter}ln -sfn /proc/$$$$/root${source} ${path} && \
[ -L ${path} ] && exec sleep infinity
echo "modelcar: cannot link the model into its volume" >&2
exit 1`
}

const shell = (text: string): readonly string[] => ['sh', '-c', text]

const plain = /^[A-Za-z0-9/._-]+$/

/** Quotes a word for the shell behind the kubelet, unless it is plain. */
const quote = (word: string): string =>
  plain.test(word) ? word : escapeExpansion(`'${word.replaceAll("'", "'\\''")}'`)

const scripts: readonly RegExp[] = [
  /^# modelcar \S/,
  // The link, ours or that of any KServe version.
  /\bln -s[a-z]* \/proc\/\$+\/root(?:\/models\b|"\$+PWD")/,
  // The prefetch check: KServe's, and ours.
  /\bPre-fetching modelcar\b/,
]

/** Tells whether a command, or arguments, hold one of our scripts or one of any KServe version. */
export const isScript = (words: unknown): boolean =>
  Array.isArray(words) && words.some((word) => typeof word === 'string' && scripts.some((script) => script.test(word)))
