/**
 * The workspace's inferred targets: a project.json states what a project is (name, tags), this plugin
 * works out how it is linted, type-checked, tested and built from the files it has.
 */
import { existsSync, globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  createNodesFromFiles,
  type CreateDependencies,
  type CreateNodes,
  type CreateNodesContext,
  DependencyType,
  type NxJsonConfiguration,
  type TargetConfiguration,
} from '@nx/devkit';

type Targets = Record<string, TargetConfiguration>;

export const createNodesV2: CreateNodes = [
  '{apps/*,libs/*,tools}/project.json',
  (files: readonly string[], options: unknown, context: CreateNodesContext): ReturnType<typeof createNodesFromFiles> =>
    createNodesFromFiles(
      (file, _options, { workspaceRoot }) => {
        const root = dirname(file);
        return { projects: { [root]: { targets: inferTargets(workspaceRoot, root) } } };
      },
      files,
      options,
      context,
    ),
];

/**
 * A project depends on the tools its targets are run with, which only the root's package.json names: a new version of one
 * affects those that use it, and a package that others brought in affects nobody else.
 */
export const createDependencies: CreateDependencies = (_options, { projects, externalNodes, nxJsonConfiguration }) =>
  Object.entries(projects).flatMap(([source, { targets = {} }]) => {
    const tools = Object.keys(targets).flatMap((target) => toolsOf(target, nxJsonConfiguration));
    return [...new Set(tools)]
      .map((name) => `npm:${name}`)
      .filter((target) => target in (externalNodes ?? {}))
      .map((target) => ({ source, target, type: DependencyType.implicit }));
  });

/** The packages that a target's named inputs in nx.json say it runs with. */
export function toolsOf(target: string, { targetDefaults, namedInputs = {} }: NxJsonConfiguration): string[] {
  const defaults = [targetDefaults?.[target] ?? []].flat();
  const inputs = defaults.flatMap((each) => each.inputs ?? []);
  return inputs
    .flatMap((input) => (typeof input === 'string' ? (namedInputs[input] ?? []) : [input]))
    .flatMap((input) =>
      typeof input === 'object' && 'externalDependencies' in input ? input.externalDependencies : [],
    );
}

export function inferTargets(workspaceRoot: string, root: string): Targets {
  const has = (pattern: string): boolean => globSync(pattern, { cwd: join(workspaceRoot, root) }).length > 0;
  const targets: Targets = {
    lint: command('eslint . --max-warnings=0 --no-warn-ignored', root),
    typecheck: command('tsc --noEmit -p tsconfig.json', root),
  };
  if (has('{src,web,check}/**/*.spec.{ts,tsx}')) {
    targets['test'] = jest(root, 'jest.config.js');
  }
  if (has('test/**/*.e2e-spec.ts')) {
    targets['integration'] = jest(root, 'jest.config.js --testMatch "<rootDir>/test/**/*.e2e-spec.ts" --runInBand');
  }
  if (has('src/**/*.browser-spec.ts')) {
    targets['browser'] = {
      ...jest(root, 'jest.config.js --testMatch "<rootDir>/src/**/*.browser-spec.ts" --runInBand'),
      dependsOn: ['^build'],
    };
  }
  if (existsSync(join(workspaceRoot, root, 'src/main.ts'))) {
    targets['build'] = {
      ...command(`node ${up(root)}tools/build/build-app.ts`, root),
      outputs: ['{projectRoot}/dist'],
    };
  }
  if (has('service.yaml')) {
    // Not cached by Nx: whether an image is there only the engine knows, and it is asked in a second.
    const image = (script: string): TargetConfiguration => ({
      ...command(`node ${up(root)}tools/image/${script}.ts ${basename(root)}`, root),
      cache: false,
    });
    targets['image'] = { ...image('build'), dependsOn: ['build'] };
    targets['push'] = { ...image('push'), dependsOn: ['image'] };
  }
  if (existsSync(join(workspaceRoot, 'deploy/charts', basename(root), 'Chart.yaml'))) {
    targets['deploy'] = deploy(basename(root));
  }
  return targets;
}

/** `nx run billing:deploy --env=staging`: what is given after the target goes to the deploy command. */
function deploy(service: string): TargetConfiguration {
  return { executor: '@wellspring/tools:deploy', options: { service }, cache: false };
}

function command(line: string, cwd: string): TargetConfiguration {
  return { executor: 'nx:run-commands', options: { command: line, cwd }, cache: true };
}

function jest(root: string, args: string): TargetConfiguration {
  const line = `node --experimental-vm-modules --disable-warning=ExperimentalWarning ${up(root)}node_modules/jest/bin/jest.js --config ${args}`;
  return command(line, root);
}

/** The way from a project's folder back to the workspace root: `apps/billing` → `../../`. */
function up(root: string): string {
  return '../'.repeat(root.split('/').length);
}
