import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import jest from 'eslint-plugin-jest';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom. Apps are deployed apart, so one never imports another. Libraries form layers: everything may
 * stand on `platform`, nothing of ours is below it; `money` is beside it, as browsers need it too, and so are contracts, which
 * services declare and pages know by their types. A contract knows no other: what changes one affects who has to do with it. The stand-ins play systems the operator owns and that cannot be
 * changed, so they must not lean on our libraries.
 */
const boundaries = [
  { sourceTag: 'layer:money', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:shape', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:contract', onlyDependOnLibsWithTags: ['layer:shape'] },
  { sourceTag: 'layer:platform', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:persistence', onlyDependOnLibsWithTags: ['layer:platform', 'layer:shape'] },
  { sourceTag: 'layer:auth', onlyDependOnLibsWithTags: ['layer:platform'] },
  { sourceTag: 'layer:read-model', onlyDependOnLibsWithTags: ['layer:platform', 'layer:persistence'] },
  {
    sourceTag: 'layer:tmf',
    onlyDependOnLibsWithTags: ['layer:shape', 'layer:money', 'layer:platform', 'layer:persistence', 'layer:auth'],
  },
  { sourceTag: 'layer:web', onlyDependOnLibsWithTags: ['layer:money'] },
  { sourceTag: 'layer:brand', onlyDependOnLibsWithTags: ['layer:web'] },
  { sourceTag: 'layer:command', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:testing', onlyDependOnLibsWithTags: ['layer:platform', 'layer:persistence'] },
  {
    sourceTag: 'kind:service',
    onlyDependOnLibsWithTags: [
      'layer:contract',
      'layer:platform',
      'layer:persistence',
      'layer:read-model',
      'layer:auth',
      'layer:brand',
      'layer:tmf',
      'layer:testing',
    ],
  },
  {
    sourceTag: 'kind:edge',
    onlyDependOnLibsWithTags: [
      'layer:contract',
      'layer:platform',
      'layer:persistence',
      'layer:auth',
      'layer:brand',
      'layer:testing',
    ],
  },
  {
    sourceTag: 'kind:frontend',
    onlyDependOnLibsWithTags: [
      'layer:shape',
      'layer:contract',
      'layer:platform',
      'layer:auth',
      'layer:web',
      'layer:brand',
      'layer:testing',
    ],
  },
  { sourceTag: 'kind:stand-in', onlyDependOnLibsWithTags: ['layer:testing'] },
  { sourceTag: 'type:tools', onlyDependOnLibsWithTags: ['layer:platform', 'layer:testing', 'layer:command'] },
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:tools'] },
];

export default defineConfig(
  globalIgnores(['**/dist', '**/dist.new-*', '**/node_modules', '.nx', '.wellspring', 'deploy/charts']),
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        emitDecoratorMetadata: true,
        experimentalDecorators: true,
      },
    },
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', { depConstraints: boundaries, enforceBuildableLibDependency: false }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      // One dialect: constants are named like every other variable, classes and components begin with a capital.
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'variable', format: ['camelCase', 'PascalCase'], leadingUnderscore: 'forbid' },
        { selector: 'variable', modifiers: ['destructured'], format: null },
        // Istanbul's name for its counters.
        { selector: 'variable', filter: '^__coverage__$', format: null },
        { selector: 'classProperty', modifiers: ['private'], format: ['camelCase'] },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `import { type X }` alone still loads the module it names, and so can close a circle of imports.
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'PrivateIdentifier', message: 'Members are private in one way: write `private`, not `#`.' },
      ],
    },
  },
  {
    // The environment is read once, when the configuration is loaded (see libs/platform/src/config).
    files: ['{apps,libs}/*/src/**/*.{ts,tsx}'],
    ignores: ['libs/platform/src/config/**', 'apps/{backoffice,legacy-portal}/src/config.ts', '**/*.spec.{ts,tsx}'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Declare a setting in config.ts instead.' },
      ],
    },
  },
  {
    // `testing` migrates the databases it starts, so it stands on `persistence`; the integration tests of `persistence` need
    // a real database, so they, and not its sources, stand on `testing`.
    files: ['libs/persistence/test/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints: [
            {
              sourceTag: 'layer:persistence',
              onlyDependOnLibsWithTags: ['layer:platform', 'layer:shape', 'layer:testing'],
            },
          ],
          ignoredCircularDependencies: [['persistence', 'testing']],
          enforceBuildableLibDependency: false,
        },
      ],
    },
  },
  {
    // The same for those of `read-model` and `tmf`: what they make is tried as the service it is made for.
    files: ['libs/{read-model,tmf}/test/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints: boundaries.map(({ sourceTag, onlyDependOnLibsWithTags }) => ({
            sourceTag,
            onlyDependOnLibsWithTags: [...onlyDependOnLibsWithTags, 'layer:testing'],
          })),
          enforceBuildableLibDependency: false,
        },
      ],
    },
  },
  {
    // A benchmark and the fuzzer are commands of the workspace; what they try is a service and has no command line.
    files: ['apps/*/{bench,fuzz}/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints: boundaries.map(({ sourceTag, onlyDependOnLibsWithTags }) => ({
            sourceTag,
            onlyDependOnLibsWithTags: [...onlyDependOnLibsWithTags, 'layer:command'],
          })),
          enforceBuildableLibDependency: false,
        },
      ],
    },
  },
  {
    // Pages know contracts, the platform and the server behind them by their types alone: nothing of a service is for browsers.
    files: ['apps/*/web/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^@wellspring/(contract|platform)|^[./]*/src/',
              allowTypeImports: true,
              message: 'Pages import types of services only.',
            },
          ],
        },
      ],
    },
  },
  { files: ['**/*.tsx'], ...reactHooks.configs.flat.recommended },
  {
    // A service worker is served as it is written.
    files: ['apps/*/web/public/**/*.js'],
    languageOptions: {
      globals: { self: 'readonly', caches: 'readonly', fetch: 'readonly', Request: 'readonly', Response: 'readonly' },
    },
  },
  { files: ['{apps,libs}/**/*.{ts,tsx}'], rules: { 'no-console': 'error' } },
  {
    // A test that cannot fail is worse than none.
    files: ['**/*spec.{ts,tsx}'],
    plugins: { jest },
    rules: {
      'jest/expect-expect': [
        'error',
        // Beside Jest's own: what waits for something, and fails when it does not come.
        {
          assertFunctionNames: [
            'expect*',
            '**.expect',
            'fc.assert',
            '**.waitFor',
            '**.until',
            'reportOf',
            'allArrived',
          ],
        },
      ],
      'jest/no-commented-out-tests': 'error',
      'jest/no-done-callback': 'error',
      'jest/no-focused-tests': 'error',
      'jest/no-identical-title': 'error',
      'jest/require-to-throw-message': 'error',
      'jest/valid-describe-callback': 'error',
      'jest/valid-expect': 'error',
      'jest/valid-expect-in-promise': 'error',
      'jest/valid-title': ['error', { ignoreTypeOfDescribeName: true }],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  prettier,
);
