import { apply } from './patch/apply.js'
import { pointerWriter, tokensOf } from './patch/pointer.js'
import { asOverlay, asSpec } from './cast.js'
import type { ModelcarConfig } from './modelcar/config/config.js'
import { resolveConfig } from './modelcar/config/resolve.js'
import { checkOverlay } from './overlay/check.js'
import { copyOverlay, type Overlay as CheckedOverlay } from './overlay/overlay.js'
import type { Overlay } from './overlay/typed.js'
import type { Edit } from './patch/edit.js'
import { ejectRules, resolveEjection, type EjectOptions } from './modelcar/eject.js'
import { modes } from './modelcar/modes/modes.js'
import { modelRules } from './modelcar/rules.js'
import { plainRules } from './overlay/plain/rules.js'
import { compilePlanner, type Planner } from './overlay/plan/planner.js'
import type { Warning } from './overlay/plan/warnings.js'
import type { PodSpecLike } from './kubernetes/pod-spec.js'
import type { PodSpec } from './kubernetes/v1-pod-spec.js'

/** An operation of a JSON patch (RFC 6902, section 4). */
export type Operation =
  | {
      /** What is done at the path. */
      readonly op: 'add' | 'replace'
      /** A JSON pointer from the pod spec: `/containers/0/env`. */
      readonly path: string
      /** The value that is there afterwards. */
      readonly value: unknown
    }
  | {
      /** What is done at the path. */
      readonly op: 'remove'
      /** A JSON pointer from the pod spec: `/containers/0/env`. */
      readonly path: string
    }

/** What an injection would do to a pod spec. */
export interface Plan {
  /** `false` exactly where the injection gives the pod spec itself back. */
  readonly changed: boolean
  /**
   * RFC 6902, relative to the pod spec (`/containers/0/env`); empty where nothing is to be done. The values are new in each plan.
   * Entries that are put in front of others come first, by rising index; all other indexes are those after that. Everything else that is
   * new goes to the end of its list (`-`), and removals come last, from the back of each list.
   */
  readonly patch: readonly Operation[]
  /** What a person should know of the pod. */
  readonly warnings: readonly Warning[]
}

/** A config or overlay that was checked and compiled once, for any number of pods. Its functions need no `this`. */
export interface Injector {
  /** Gives a pod spec with what is needed, or the same reference where nothing is missing. The input is not written to. */
  readonly inject: <T extends PodSpecLike>(podSpec: T) => T & PodSpecLike
  /** Tells what {@link inject} would do, and throws what it would throw. */
  readonly plan: <T extends PodSpecLike>(podSpec: T) => Plan
}

/**
 * Checks and compiles a config, for callers that inject into many pods.
 *
 * @param config - see {@link ModelcarConfig}; it is read once, never written to and never frozen.
 * @throws `ModelcarConfigError` with every fault of the config.
 *
 * @example
 * const injector = createInjector({ image: 'registry.example/team/model:1' })
 * const spec = injector.inject({ containers: [{ name: 'kserve-container' }] })
 * console.log(injector.inject(spec) === spec) //=> true
 */
export function createInjector(config: ModelcarConfig): Injector {
  const resolved = resolveConfig(config)
  return resolved === undefined
    ? disabled
    : injectorOf(compilePlanner(modes[resolved.mode](resolved), modelRules(resolved)))
}

const injectorOf = (plan: Planner): Injector => ({
  inject: <T extends PodSpecLike>(podSpec: T) => {
    const { spec, edits } = plan(podSpec)
    return asSpec<T>(apply(spec, edits))
  },
  plan: (podSpec) => {
    const { edits, warnings } = plan(podSpec)
    return { changed: edits.length > 0, patch: operationsOf(edits), warnings: warnings() }
  },
})

const disabled: Injector = {
  inject: (podSpec) => podSpec,
  plan: () => ({ changed: false, patch: [], warnings: [] }),
}

/**
 * Puts a model's OCI image into a pod spec: KServe's "modelcar", by default as a sidecar that links the model into a volume it
 * shares with the server.
 *
 * It upserts by name and by Kubernetes' own list map keys, so it may be called any number of times, whatever the API server or
 * another webhook did in between: `inject(inject(x)) === inject(x)`, the same reference. What it does not name is shared with the
 * input, in the same order. The input is never written to and never frozen.
 *
 * @param podSpec - a `v1.PodSpec`: parsed JSON, a literal, or an instance of a client library's class.
 * @param config - see {@link ModelcarConfig}.
 * @returns the pod spec with the model, or `podSpec` itself where nothing is missing.
 * @throws `ModelcarConfigError` for a wrong config, `ModelcarPodSpecError` for a malformed pod spec, `ModelcarConflictError` where
 * something stands in the way; each with all causes and their field paths, before anything is done.
 *
 * @example
 * const podSpec = { containers: [{ name: 'kserve-container' }] }
 * const spec = injectModelcar(podSpec, { image: 'registry.example/team/model:1' })
 * console.log(spec.containers.map(({ name }) => name)) //=> [ 'kserve-container', 'modelcar' ]
 */
export function injectModelcar<T extends PodSpecLike>(podSpec: T, config: ModelcarConfig): T & PodSpecLike {
  return createInjector(config).inject(podSpec)
}

/**
 * Tells what {@link injectModelcar} would do: the JSON patch of an admission response, and warnings. Nothing is written to.
 *
 * @param podSpec - as for `injectModelcar`.
 * @param config - as for `injectModelcar`.
 * @returns a plan whose patch, applied to `podSpec`, gives what `injectModelcar` gives.
 * @throws what `injectModelcar` throws.
 *
 * @example
 * const podSpec = { containers: [{ name: 'kserve-container' }] }
 * const { changed, patch, warnings } = planModelcar(podSpec, { image: 'registry.example/team/model:1' })
 * console.log(changed, patch[0]?.op, patch[0]?.path, warnings) //=> true add /volumes []
 */
export function planModelcar<T extends PodSpecLike>(podSpec: T, config: ModelcarConfig): Plan {
  return createInjector(config).plan(podSpec)
}

/**
 * Takes out of a pod spec what is recognisably a model's, of any mode and any version of KServe: containers with a script of ours, the
 * storage initializer's part, mounts, volumes that nothing else mounts, and `MODEL_INIT_MODE` together with its mount.
 *
 * What may be the user's own wish stays, and {@link planEject} warns of it: `shareProcessNamespace`, a target's UID and GID, pull secrets, and
 * image volumes that show something else than `models`. A list that loses its last entry goes with it. The input is never written to.
 *
 * @param options - `names`, where the config had other names than KServe's.
 * @returns the pod spec without the model, or `podSpec` itself where nothing of ours is in it.
 * @throws `ModelcarConfigError` for wrong options, `ModelcarPodSpecError` for a malformed pod spec.
 *
 * @example
 * const podSpec = { containers: [{ name: 'kserve-container' }] }
 * const spec = injectModelcar(podSpec, { image: 'registry.example/team/model:1' })
 * console.log(ejectModelcar(spec).containers) //=> [ { name: 'kserve-container' } ]
 * console.log(ejectModelcar(podSpec) === podSpec) //=> true
 */
export function ejectModelcar<T extends PodSpecLike>(podSpec: T, options?: EjectOptions): T & PodSpecLike {
  return ejectorFor(options).inject(podSpec)
}

/**
 * Tells what {@link ejectModelcar} would do: the JSON patch, and warnings of what stays. Nothing is written to.
 *
 * @param options - as for `ejectModelcar`.
 * @returns a plan whose patch, applied to `podSpec`, gives what `ejectModelcar` gives.
 * @throws what `ejectModelcar` throws.
 *
 * @example
 * const podSpec = { containers: [{ name: 'kserve-container' }] }
 * const spec = injectModelcar(podSpec, { image: 'registry.example/team/model:1' })
 * console.log(planEject(spec).warnings.map(({ code, field }) => `${code} ${field}`))
 * //=> [ 'LeftoverKept spec.shareProcessNamespace' ]
 */
export function planEject<T extends PodSpecLike>(podSpec: T, options?: EjectOptions): Plan {
  return ejectorFor(options).plan(podSpec)
}

const ejectorFor = (options: EjectOptions | undefined): Injector =>
  injectorOf(compilePlanner({}, ejectRules(resolveEjection(options))))

/**
 * Compiles an overlay of your own, such as another sidecar, with the guarantees of the merge: idempotent by reference, unique
 * by list map keys, stricter values kept, the patch for free.
 *
 * @typeParam Spec - the pod spec type that the overlay is written over; see {@link Overlay}.
 * @param overlay - it is read once, never written to and never frozen.
 * @returns an injector, which throws `ModelcarPodSpecError` for a malformed pod spec, and `ModelcarConflictError` where pod and overlay
 * do not go together.
 * @throws `ModelcarConfigError` with every fault of an overlay that no API server would take.
 *
 * @example
 * const shipper = compileOverlay({ spec: { containers: [{ name: 'log-shipper', image: 'registry.example/shipper:3' }] } })
 * const spec = shipper.inject({ containers: [{ name: 'app' }] })
 * console.log(spec.containers.length, shipper.inject(spec) === spec) //=> 2 true
 */
export function compileOverlay<Spec extends object = PodSpec>(overlay: Overlay<Spec>): Injector {
  checkOverlay(overlay)
  return compilePlain(asOverlay(copyOverlay(overlay)))
}

const compilePlain = (overlay: CheckedOverlay): Injector => injectorOf(compilePlanner(overlay, plainRules(overlay)))

/**
 * Applies an overlay to one pod spec; see {@link compileOverlay}. Neither of the two is written to.
 *
 * @returns the pod spec with what the overlay says, or `podSpec` itself where nothing is missing.
 * @throws `ModelcarConfigError` for a wrong overlay, `ModelcarPodSpecError` for a malformed pod spec, `ModelcarConflictError` where
 * something stands in the way; each with all causes, before anything is done.
 *
 * @example
 * const spec = applyOverlay({ containers: [{ name: 'app' }] }, { spec: { hostname: 'app-0' } })
 * console.log(spec) //=> { containers: [ { name: 'app' } ], hostname: 'app-0' }
 */
export function applyOverlay<T extends PodSpecLike, Spec extends object = PodSpec>(
  podSpec: T,
  overlay: Overlay<Spec>,
): T & PodSpecLike {
  return compileOverlay(overlay).inject(podSpec)
}

/**
 * Tells what {@link applyOverlay} would do: the JSON patch, and warnings. Nothing is written to.
 *
 * @returns a plan whose patch, applied to `podSpec`, gives what `applyOverlay` gives.
 * @throws what `applyOverlay` throws.
 *
 * @example
 * const { patch } = planOverlay({ containers: [{ name: 'app' }] }, { spec: { hostname: 'app-0' } })
 * console.log(patch) //=> [ { op: 'add', path: '/hostname', value: 'app-0' } ]
 */
export function planOverlay<Spec extends object = PodSpec, T extends PodSpecLike = PodSpecLike>(
  podSpec: T,
  overlay: Overlay<Spec>,
): Plan {
  return compileOverlay(overlay).plan(podSpec)
}

/** Literals, since a text that was cut out of another is compared letter by letter. */
const usualTokens = /* @__PURE__ */ tokensOf([
  'containers',
  'initContainers',
  'volumes',
  'shareProcessNamespace',
  'imagePullSecrets',
  'args',
  'command',
  'env',
  'image',
  'ports',
  'resources',
  'securityContext',
  'volumeMounts',
  '-',
])

function operationsOf(edits: readonly Edit[]): readonly Operation[] {
  const pointer = pointerWriter(usualTokens)
  return edits.map((edit) =>
    edit.op === 'remove'
      ? { op: 'remove', path: pointer(edit.path) }
      : { op: edit.op, path: pointer(edit.path), value: edit.value },
  )
}
