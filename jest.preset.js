/**
 * One Jest set-up for every project: ESM, TypeScript compiled by SWC, Nest's legacy decorators.
 * A project's jest.config.js is `export { default } from '../../jest.preset.js'`.
 */
const swc = {
  jsc: {
    target: 'es2024',
    parser: { syntax: 'typescript', tsx: true, decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

export default {
  testEnvironment: 'node',
  // A test waits for what it names; how busy the machine is says nothing about the code.
  testTimeout: 30_000,
  testMatch: ['<rootDir>/**/*.spec.{ts,tsx}'],
  transform: { '\\.tsx?$': ['@swc/jest', swc] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'json', 'node'],
};
