import fc from 'fast-check'

/** Writes a path in another way that means the same directory. */
export const respell = (path: string, form: number): string =>
  [path, `${path}/`, `/${path}`, `${path}/.`, path.slice(1) || path, path.replace('/', '/./')][form % 6] ?? path

/** Directories that containers have things at, none of them where a model server looks for its model by default. */
export const harmlessPath: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      '/data',
      '/var/run/secrets/tokens',
      '/etc/config',
      '/dev/shm',
      '/tmp',
      '/mnt/cache',
      '/mnt/store',
      '/home/user/.cache',
      '/etc/istio/proxy',
      '/work space',
      '/mntx',
      '/models',
    ),
    fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(5) }),
  )
  .map(([path, form]) => respell(path, form))

/** The same, with the paths among them that stand in a model's way. */
export const anyPath: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: harmlessPath },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('/mnt', '/mnt/models', '/mnt/models/sub', '/', '/opt', '/opt/a'), fc.nat(5))
      .map(([path, form]) => respell(path, form)),
  },
)

/** Where a model may be mounted: the usual place, siblings of it, other places, and names that a shell would choke on. */
export const modelPath: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('/mnt/models') },
  {
    weight: 3,
    arbitrary: fc.constantFrom('/mnt/other', '/mnt/models-2', '/opt/a/models', '/opt/b/models', '/srv/ml/m'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '/mnt/my models',
      "/mnt/it's",
      '/mnt/$HOME',
      '/mnt/$(MODEL)',
      '/mnt/$$',
      '/mnt/`id`',
      '/mnt/a"b',
      '/mnt/a\nb',
      '/mnt/-n',
      '/srv/ü/模型',
      '/mnt/a;b&c|d',
      '/mnt/*',
      '/mnt/~',
      '/mnt/a\\b',
      '/mnt/models/',
      '//srv//ml///x',
      '/srv/./ml/y',
    ),
  },
)
