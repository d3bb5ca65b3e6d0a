/*
 * The kubelet expands `$(NAME)` in a container's command, arguments and environment, and writes `$` for `$$`.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */

/** A text that the kubelet makes the given one of. */
export const escapeExpansion = (text: string): string => text.replaceAll('$', () => '$$')

/** What the kubelet makes of a text, as long as it names no variable that is there. */
export const unescapeExpansion = (text: string): string => text.replaceAll('$$', () => '$')
