import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** fast-check is an optional peer: only what generates pods, and what runs laws on them, may need it. */
const propertiesOnly = { name: 'fast-check', message: 'Only arbitraries and what runs properties may import it.' }

/** What each floor of src may import, besides itself and `json`, `errors` and `cast`. */
const floorsBelow = {
  kubernetes: [],
  patch: [],
  input: [],
  overlay: ['kubernetes', 'patch', 'input'],
  modelcar: ['kubernetes', 'patch', 'input', 'overlay'],
  workload: ['kubernetes', 'patch', 'input', 'overlay', 'modelcar'],
  kserve: ['kubernetes', 'patch', 'input', 'overlay', 'modelcar', 'workload'],
  admission: ['kubernetes', 'patch', 'input', 'overlay', 'modelcar', 'workload', 'kserve'],
}

function floors() {
  const all = Object.keys(floorsBelow)
  return all.map((floor) => {
    const above = all.filter((other) => other !== floor && !floorsBelow[floor].includes(other))
    const isGround = floorsBelow[floor].length === 0
    return {
      files: [`src/${floor}/**/*.ts`],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            paths: [propertiesOnly],
            patterns: [
              {
                regex: `^(\\.\\./)+(${[...above, 'testing'].join('|')})/`,
                message: `${floor} stands below, or beside, what this imports.`,
              },
              ...(isGround || floor === 'overlay' || floor === 'modelcar'
                ? [{ regex: '^(\\.\\./)+(index|inject)\\.js$', message: `${floor} stands below the injectors.` }]
                : []),
            ],
          },
        ],
      },
    }
  })
}

export default defineConfig(
  {
    ignores: [
      '**/dist',
      'coverage',
      'reference',
      'reports',
      '.stryker-tmp',
      'test/fixtures',
      'test/package/consumer',
      'test/.mutation',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // `return report(…)` is the guard clause of a function that returns nothing.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    // A cast is a promise that the compiler can't check, so those of the library, and of an example, stand together in cast.ts.
    files: ['src/**/*.ts', 'examples/**/*.{ts,tsx}'],
    ignores: ['**/cast.ts', '**/*.test.ts'],
    rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }] },
  },
  {
    // The library runs in any runtime, with no permission to read anything.
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'Buffer', 'global', 'globalThis', 'require', '__dirname', '__filename'].map((name) => ({
          name,
          message: 'Not every runtime has it, or lets a library read it.',
        })),
      ],
      // So that a message can be searched for as it is typed.
      'no-restricted-syntax': [
        'error',
        ...['Literal[value=/’/]', 'TemplateElement[value.raw=/’/]'].map((selector) => ({
          selector,
          message: "Messages have the apostrophe of the keyboard: '.",
        })),
      ],
    },
  },
  // Imports go down only: from the entries to the models, to the overlay engine, and to the ground.
  ...floors(),
  {
    // A type parameter takes an object literal with more fields than the library names; it would be a compile error otherwise.
    files: ['**/cast.ts', 'src/inject.ts', 'src/kserve/injector.ts', 'src/kserve/resolve.ts'],
    rules: { '@typescript-eslint/no-unnecessary-type-parameters': 'off' },
  },
  {
    // What is published for the tests of others knows nothing of the library, so that it may judge it; and a program that injects
    // has no use for it.
    files: ['src/testing/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['../*'], paths: [propertiesOnly] }] },
  },
  {
    files: ['src/testing/*/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['../../*'], paths: [propertiesOnly] }] },
  },
  {
    files: ['src/testing/*/*/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['../../../*'], paths: [propertiesOnly] }] },
  },
  {
    files: ['src/testing/{arbitraries,expect}/*.ts', 'src/testing/cast.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['../../*'] }] },
  },
  {
    files: ['src/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['**/testing/*'], paths: [propertiesOnly] }] },
  },
  {
    // Generated pods hold instances of classes too.
    files: ['src/testing/arbitraries/decorations.ts'],
    rules: { '@typescript-eslint/no-extraneous-class': ['error', { allowConstructorOnly: true }] },
  },
  {
    // The examples are held to what src is; but these are programs, and print.
    files: ['examples/*/{main,server,sidecar-overlay}.ts', 'release/check.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Tests and benches hold values that nobody typed, and break them: parsed fixtures, matchers, other libraries' classes.
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-extraneous-class': ['error', { allowConstructorOnly: true }],
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-console': 'off',
    },
  },
)
