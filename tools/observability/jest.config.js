import preset from '../../jest.preset.js';

/** What needs the real programs: run by `npm run test:observability`. */
export default {
  ...preset,
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/**/*.observability-spec.ts'],
  testTimeout: 120_000,
};
