import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Case, ordinaryCase, withTargets } from '../kit/arbitraries/cases.js'
import { admissiblePod, ordinaryPod } from '../../src/testing/arbitraries/pods.js'
import { config } from '../kit/arbitraries/configs.js'
import { freeze } from '../../src/testing/arbitraries/decorations.js'
import { damagedCase, fixed } from '../kit/arbitraries/debris.js'
import { betweenCalls } from '../../src/testing/arbitraries/between-calls.js'
import { type Config, isOurContainer, modelsIn } from '../kit/config.js'
import { clone, entriesOf, omit } from '../../src/testing/json.js'
import { kserve012, kserve020 } from '../kit/kserve.js'
import {
  assertConvergent,
  assertEnds,
  assertFramed,
  assertIdempotent,
  assertPatch,
  assertPure,
  assertSettles,
  assertStable,
  assertTotal,
  assertUnique,
  assertValid,
  BrokenLaw,
  type Plan,
} from '../kit/laws/index.js'
import { goodNeighbours } from '../../src/testing/neighbours.js'
import { containersOf, type PodSpec } from '../../src/testing/pod.js'
import { seed } from '../kit/runs.js'
import { admissionErrors } from '../oracle/admission.js'
import { inject, plan } from './subject.js'

/*
 * A law that nothing can break proves nothing. Each of these injectors is wrong in one way, as injectors are in the wild, and
 * the law's own generators have to find it.
 */

type Injector = (podSpec: PodSpec, config: Config) => PodSpec

const imageOf = (config: Config): string => modelsIn(config)[0]?.image ?? ''
const older: Injector = (podSpec, config) => kserve012(podSpec, { image: imageOf(config), uid: config.runAsUser })
const newer: Injector = (podSpec, config) => kserve020(podSpec, { image: imageOf(config), uid: config.runAsUser })

/** The right injection, with something done to its result. */
const spoilt =
  (spoil: (made: PodSpec, podSpec: PodSpec, config: Config) => PodSpec): Injector =>
  (podSpec, config) =>
    spoil(inject(podSpec, config), podSpec, config)

const editOurs =
  (edit: (container: Record<string, unknown>, config: Config) => unknown): Injector =>
  (podSpec, config) => {
    const made = clone(inject(podSpec, config))
    for (const container of containersOf(made)) if (isOurContainer(container.name, config)) edit(container, config)
    return made
  }

/** Runs a law until it breaks, and expects that it was this law that broke. */
function expectBroken<Ts>(law: string | RegExp, property: fc.IProperty<Ts>): void {
  const { failed, errorInstance } = fc.check(property, { numRuns: 500, seed, endOnFailure: true })
  expect(failed).toBe(true)
  expect(errorInstance).toBeInstanceOf(BrokenLaw)
  expect((errorInstance as BrokenLaw).message).toMatch(law)
}

const forEach = (law: (each: Case) => void, cases = ordinaryCase) => fc.property(cases, law)
const damaged = (injector: Injector) => damagedCase(ordinaryCase, config, injector)

describe('L1 pure is broken by an injector that', () => {
  const found = (message: string, injector: Injector) => {
    expectBroken(
      message,
      forEach(({ podSpec, config }) => {
        assertPure(injector, podSpec, config)
      }),
    )
  }

  test('freezes its input', () => {
    found(
      'object 0 was frozen',
      spoilt((made, podSpec) => (freeze(podSpec), made)),
    )
  })
  test('writes into its input', () => {
    found('the pod was written to', (podSpec, config) => Object.assign(podSpec, inject(podSpec, config)))
  })
  test('gives parts of its config away', () => {
    found(
      'shares an object with the config',
      spoilt((made, _podSpec, config) => ({ ...made, config })),
    )
  })
  test('gives the same objects to two pods', () => {
    const volume = { name: 'kserve-provision-location', emptyDir: {} }
    found(
      'share what they added',
      spoilt((made) => ({ ...made, volumes: [volume] })),
    )
  })
  test('freezes its result', () => {
    found(
      'something new in the result is frozen',
      spoilt((made) => Object.freeze({ ...made })),
    )
  })
  test('draws a random name', () => {
    const injector = spoilt((made) => ({ ...made, hostname: `pod-${Math.random()}` }))
    const { errorInstance } = fc.check(
      forEach(({ podSpec, config }) => {
        assertPure(injector, podSpec, config)
      }),
    )
    expect(String(errorInstance)).toMatch('Math.random was called')
  })
})

describe('L2 idempotent is broken by an injector that', () => {
  const found = (injector: Injector) => {
    expectBroken(
      'idempotent: ',
      forEach(({ podSpec, config }) => {
        assertIdempotent(fixed(injector, config), podSpec)
      }),
    )
  }

  test('appends without a look, as KServe 0.12', () => {
    found(older)
  })
  test('makes an equal copy', () => {
    found(spoilt((made) => ({ ...made })))
  })
  test('refuses its own pod', () => {
    found((podSpec, config) => {
      if (containersOf(podSpec).some(({ name }) => isOurContainer(name, config)))
        throw refusal('Conflict', 'spec.containers')
      return inject(podSpec, config)
    })
  })
})

describe('L3 stable is broken by an injector that', () => {
  const found = (injector: Injector) => {
    const property = fc.property(ordinaryCase, betweenCalls(), ({ podSpec, config }, between) => {
      assertStable(fixed(keepSame(injector), config), between, podSpec)
    })
    expectBroken('stable: ', property)
  }

  test('writes the image back that a mirror rewrote', () => {
    found(editOurs((container, config) => void (container['image'] = imageOf(config))))
  })
  test('writes the pull policy back that AlwaysPullImages set', () => {
    found(editOurs((container) => void (container['imagePullPolicy'] = 'IfNotPresent')))
  })
  test('writes resources back that were raised', () => {
    found(editOurs((container) => void (container['resources'] = { limits: { cpu: '10m' }, requests: { cpu: '10m' } })))
  })
  test('takes a default of the API server for a difference', () => {
    found(editOurs((container) => Reflect.deleteProperty(container, 'terminationMessagePath')))
  })
  test('takes a foreign mount off its containers', () => {
    found(editOurs((container) => void (container['volumeMounts'] = entriesOf(container['volumeMounts']).slice(0, 1))))
  })
})

describe('L4 convergent is broken by an injector that', () => {
  const found = (message: string, injector: Injector) => {
    const property = fc.property(withTargets(ordinaryPod), config, ({ podSpec, config: second }, other) => {
      const [first, last] = [other, second].map((each) => omit(each, 'names', 'targets', 'mode')) as [Config, Config]
      assertConvergent(injector, podSpec, first, last)
    })
    expectBroken(message, property)
  }

  test('skips what is there by name, as KServe 0.20', () => {
    found('the second config is not met', newer)
  })
  test('leaves what the first config added', () => {
    found(
      'are left',
      spoilt((made, podSpec) => {
        const containers = containersOf(podSpec).filter(
          ({ name }) => !containersOf(made).some((other) => other.name === name),
        )
        return containers.length === 0 ? made : { ...made, containers: [...made.containers, ...containers] }
      }),
    )
  })
})

describe('L5 framed is broken by an injector that', () => {
  const found = (injector: Injector) => {
    expectBroken(
      'L5 framed',
      forEach(({ podSpec, config }) => {
        assertFramed(fixed(injector, config), podSpec, config)
      }),
    )
  }

  test('rebuilds what it does not need', () => {
    found(spoilt((made) => ({ ...made, containers: made.containers.map((container) => ({ ...container })) })))
  })
  test('puts its container in front', () => {
    found(spoilt((made) => ({ ...made, containers: made.containers.toReversed() })))
  })
  test('drops what it does not know', () => {
    found(spoilt((made) => omit(made, 'notAField')))
  })
  test('sets a field that nobody asked for', () => {
    found(spoilt((made) => ({ ...made, hostNetwork: true })))
  })
})

test('L6 unique is broken by an injector that keeps what is there twice, as KServe 0.20', () => {
  const property = fc.property(damaged(newer), ({ podSpec, config }) => {
    assertUnique(fixed(newer, config), podSpec, config)
  })
  expectBroken('L6 unique', property)
})

describe('L7 valid is broken by an injector that', () => {
  const found = (message: string, injector: Injector) => {
    expectBroken(
      message,
      forEach(({ podSpec, config }) => {
        assertValid(fixed(injector, config), podSpec, admissionErrors)
      }, withTargets(admissiblePod)),
    )
  }

  test('shares the process namespace of a pod with hostPID, as KServe', () => {
    found('the API server refuses the result', newer)
  })
  test('calls a good pod malformed', () => {
    found('a good pod is called malformed', (podSpec, config) => {
      if (podSpec['volumes'] === null) throw refusal('InvalidPodSpec', 'spec.volumes')
      return inject(podSpec, config)
    })
  })
})

describe('L8 patch is broken by a plan that', () => {
  const found = (message: string | RegExp, spoil: (made: Plan, podSpec: PodSpec, config: Config) => Plan) => {
    const planner = (podSpec: PodSpec, config: Config) => spoil(plan(podSpec, config), podSpec, config)
    const property = fc.property(fc.oneof(ordinaryCase, damaged(inject)), ({ podSpec, config }) => {
      assertPatch(inject, planner, podSpec, config)
    })
    expectBroken(message, property)
  }

  test('forgets an operation', () => {
    found('it makes another pod', ({ changed, patch }) => ({
      changed,
      patch: patch.length > 1 ? patch.slice(1) : patch,
    }))
  })
  test('replaces everything, always', () => {
    found('differ on whether anything changes', (_made, podSpec, config) => {
      return { changed: true, patch: [{ op: 'replace', path: '', value: inject(podSpec, config) }] }
    })
  })
  test('removes and adds again', () => {
    found(/an operation (that is not needed|behind a removal)/, ({ changed, patch }, podSpec) => {
      const [container] = podSpec.containers
      const detour = [
        { op: 'remove', path: '/containers/0' },
        { op: 'add', path: '/containers/0', value: container },
      ] as const
      return { changed, patch: changed ? [...detour, ...patch] : patch }
    })
  })
  test('writes into what it removes', () => {
    found('at or below the path of another', ({ changed, patch }) => ({
      changed,
      patch: [
        ...patch
          .filter(({ op, path }) => op === 'remove' && /\/\d+$/.test(path))
          .map(({ path }) => ({ op: 'add' as const, path: `${path}/name`, value: 'other' })),
        ...patch,
      ],
    }))
  })
  test('writes one field twice', () => {
    found('at or below the path of another', ({ changed, patch }) => ({
      changed,
      patch: patch.flatMap((each) => (each.op === 'replace' ? [each, each] : [each])),
    }))
  })
  test('removes before it has written everything', () => {
    found('behind a removal', ({ changed, patch }) => ({
      changed,
      patch: patch.toReversed(),
    }))
  })
  test('appends to a list that is not there', () => {
    found('it does not apply', ({ changed, patch }) => ({
      changed,
      patch: patch.map((operation) => ({ ...operation, path: operation.path.replace(/^\/volumes$/, '/volumes/-') })),
    }))
  })
  test('refuses nothing', () => {
    const planner = (podSpec: PodSpec, config: Config): Plan => {
      try {
        return plan(podSpec, config)
      } catch {
        return { changed: false, patch: [] }
      }
    }
    const law = forEach(({ podSpec, config }) => {
      assertPatch(inject, planner, podSpec, config)
    }, withTargets(admissiblePod))
    expectBroken('refuse differently', law)
  })
})

describe('L9 chains is broken by an injector that', () => {
  test('wants to be last', () => {
    const last: Injector = keepSame(
      spoilt((made, _podSpec, config) => {
        const isOurs = ({ name }: { name: string }) => isOurContainer(name, config)
        const containers = containersOf(made)
        return { ...made, containers: [...containers.filter((each) => !isOurs(each)), ...containers.filter(isOurs)] }
      }),
    )
    const law = forEach(({ podSpec, config }) => {
      const mesh = goodNeighbours.find(({ name }) => name === 'a mesh adds its sidecar')!
      // The mesh wants to be last too: the two fight, and whoever is asked last wins.
      const rival = {
        ...mesh,
        name: 'z mesh',
        reinvocationPolicy: 'IfNeeded' as const,
        mutate: wantsToBeLast(mesh.mutate),
      }
      assertSettles(fixed(last, config), 'm', [rival], podSpec)
    })
    expectBroken('settles: m has not settled', law)
  })
  test('appends without a look, as KServe 0.12', () => {
    const law = forEach(({ podSpec, config }) => {
      assertEnds(fixed(older, config), 'm', [], podSpec, admissionErrors)
    })
    expectBroken('the API server refuses the result', law)
  })
})

describe('L10 total is broken by an injector that', () => {
  const found = (message: string, injector: (podSpec: unknown, config: unknown) => unknown) => {
    expectBroken(
      message,
      fc.property(fc.jsonValue(), (podSpec) => {
        assertTotal(injector, podSpec, {})
      }),
    )
  }

  test('trusts its input', () => {
    found('an error from inside', (podSpec) => (podSpec as PodSpec).containers.length)
  })
  test('does not say where', () => {
    found('an error from inside', () => {
      throw Object.assign(refusal('InvalidPodSpec', 'spec'), { causes: [] })
    })
  })
  test('leaves its input half done', () => {
    const injector = (podSpec: unknown) => {
      if (typeof podSpec === 'object' && podSpec !== null) Object.assign(podSpec, { half: 'done' })
      throw refusal('InvalidPodSpec', 'spec')
    }
    found('the input was written to', injector)
  })
})

/** Gives the input back where an injector only made an equal copy of it. */
function keepSame(injector: Injector): Injector {
  return (podSpec, config) => {
    const made = injector(podSpec, config)
    return JSON.stringify(made) === JSON.stringify(podSpec) ? podSpec : made
  }
}

const wantsToBeLast =
  (mutate: (podSpec: PodSpec) => PodSpec): ((podSpec: PodSpec) => PodSpec) =>
  (podSpec) => {
    const containers = containersOf(mutate(podSpec))
    const isMesh = ({ name }: { name: string }) => name === 'mesh-proxy'
    return {
      ...mutate(podSpec),
      containers: [...containers.filter((each) => !isMesh(each)), ...containers.filter(isMesh)],
    }
  }

/** An error that looks like one of the library's. */
const refusal = (code: string, field: string): Error =>
  Object.assign(new Error(code), { name: 'ModelcarError', code, causes: [{ code, field, message: 'for no reason' }] })
