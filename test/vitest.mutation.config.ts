import { configDefaults, defineConfig, mergeConfig } from 'vitest/config'
import base from '../vitest.config.js'

// Every mutant runs the tests that reach it: fewer runs of each law, always the same ones, and no libraries that are slow to load.
export default mergeConfig(
  base,
  defineConfig({
    test: {
      exclude: [...configDefaults.exclude, 'test/types/**', 'test/demo/**', 'test/readme/**'],
      env: { MODELCAR_RUNS: '100', MODELCAR_SEED: '1' },
    },
  }),
)
