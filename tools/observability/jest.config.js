import preset from '../../jest.preset.js';

/** What needs the real programs: run by `npm run test:observability`. */
export default {
  ...preset,
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/**/*.observability-spec.ts'],
  // Only for what hangs. Each wait has its own limit, and says what it has waited for.
  testTimeout: 1_800_000,
};
