import { configDefaults, defineConfig, mergeConfig } from 'vitest/config'
import base from '../vitest.config.js'

// Every mutant runs the tests that reach it: fewer runs of each law, always the same ones, no libraries that are slow to load,
// and of the shell texts only what the kubelet makes of them.
export default mergeConfig(
  base,
  defineConfig({
    test: {
      exclude: [
        ...configDefaults.exclude,
        'test/types/**',
        'test/demo/**',
        'test/readme/**',
        'test/shell/!(expanded-texts).test.ts',
      ],
      env: { MODELCAR_RUNS: '100', MODELCAR_SEED: '1' },
    },
  }),
)
