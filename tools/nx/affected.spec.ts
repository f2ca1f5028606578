import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { NxJsonConfiguration } from '@nx/devkit';
import { z } from 'zod';
import { workspaceRoot } from '../topology/topology.ts';
import { createDependencies, toolsOf } from './plugin.ts';

const packages = z.record(z.string(), z.string()).default({});
const manifest = z.object({ dependencies: packages, devDependencies: packages });

const nx = readJson('nx.json') as NxJsonConfiguration;
const tools = new Set(Object.keys(nx.targetDefaults ?? {}).flatMap((target) => toolsOf(target, nx)));

describe('what a new version of a package affects', () => {
  it('is told by the package, and never by the lockfile as a whole', () => {
    expect(JSON.stringify([nx.namedInputs, nx.targetDefaults])).not.toContain('package-lock.json');
    expect(nx.pluginsConfig).toMatchObject({ '@nx/js': { projectsAffectedByDependencyUpdates: 'auto' } });
  });

  it('is every project with a target that runs with it', async () => {
    const projects = { billing: { root: 'apps/billing', targets: { typecheck: {} } }, docs: { root: 'docs' } };
    const externalNodes = { 'npm:typescript': {}, 'npm:jest': {} };
    // Of what Nx gives a plugin, this one looks at these.
    const context = { projects, externalNodes, nxJsonConfiguration: nx } as unknown as Parameters<
      typeof createDependencies
    >[1];
    expect(await createDependencies(undefined, context)).toEqual([
      { source: 'billing', target: 'npm:typescript', type: 'implicit' },
    ]);
  });

  it('can be known, since the tools of all targets are in the root package.json', () => {
    const { dependencies, devDependencies } = manifest.parse(readJson('package.json'));
    const installed = new Set(Object.keys({ ...dependencies, ...devDependencies }));
    expect(tools.size).toBeGreaterThan(5);
    expect([...tools].filter((name) => !installed.has(name))).toEqual([]);
  });
});

describe('what a change of a contract affects', () => {
  const pages = ['console', 'portal'];
  const contracts = globSync('libs/contract-*', { cwd: workspaceRoot }).map((folder) => basename(folder));

  it.each(contracts)('%s: its service and the pages, and no other contract', (contract) => {
    const users = globSync('{apps,libs}/*/package.json', { cwd: workspaceRoot })
      .filter((file) => `@wellspring/${contract}` in packagesOf(file))
      .map((file) => basename(dirname(file)));
    const service = contract.replace('contract-', '');
    expect(users).toContain(service);
    expect(users.filter((user) => user !== service && !pages.includes(user))).toEqual([]);
  });

  it.each(pages)('%s is built without it', (page) => {
    const { dependencies } = manifest.parse(readJson(`apps/${page}/package.json`));
    expect(Object.keys(dependencies).filter((name) => name.startsWith('@wellspring/contract'))).toEqual([]);
  });
});

function packagesOf(file: string): Record<string, string> {
  const { dependencies, devDependencies } = manifest.parse(readJson(file));
  return { ...dependencies, ...devDependencies };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(workspaceRoot, file), 'utf8'));
}
