import preset from '../jest.preset.js';

/** What needs a Docker engine: run by `npm run test:images`. */
export default {
  ...preset,
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/image/test/**/*.image-spec.ts'],
  testTimeout: 60_000,
};
