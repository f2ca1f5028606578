import { folderRules } from './tools/check/folder-order.ts';

/**
 * Who may use whom within a project, types included: a type that is needed from elsewhere binds as much as a function.
 * Which project may use which is in eslint.config.js.
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'no-circle-of-files',
      comment: 'Files that need each other are one thing in several places: none is understood, tested or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-circle-of-folders',
      comment: 'The same of folders. One that is used by what it uses has no boundary, whatever its name says.',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    // A first use against the order is no circle yet; it is one as soon as somebody uses the order.
    ...folderRules(process.cwd()),
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'dist'] },
    // Tests may look at anything.
    exclude: {
      path: ['(^|/)(dist|node_modules|test)/', '[.](e2e-|browser-|chart-|image-|observability-)?spec[.]tsx?$'],
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['@wellspring/source', 'import', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
