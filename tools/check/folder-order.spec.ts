import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { workspaceRoot } from '../topology/topology.ts';

// Each is a process that loads the TypeScript compiler.
jest.setTimeout(60_000);

const order = '**Folders of `src`** use only those to the right of them, types included: `top` → `left`, `right`.\n';
const clean = {
  'apps/made-up/README.md': order,
  'apps/made-up/src/main.ts': `import './top/top.ts';`,
  'apps/made-up/src/top/top.ts': `import '../left/left.ts';`,
  'apps/made-up/src/left/left.ts': `export type Left = string;`,
  'apps/made-up/src/right/right.ts': `export type Right = string;`,
};

let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'structure-'));
});
afterEach(() => {
  rmSync(workspace, { recursive: true });
});

/** What dependency-cruiser says of a workspace with these files. */
function check(files: Record<string, string>): Promise<{ passed: boolean; output: string }> {
  for (const [path, text] of Object.entries({ 'tsconfig.base.json': '{}', ...files })) {
    mkdirSync(join(workspace, dirname(path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
  const cruiser = join(workspaceRoot, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(workspaceRoot, '.dependency-cruiser.mjs');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [cruiser, '--config', config, 'apps/*/{src,web}'],
      // Whoever runs the tests may want colours; what is compared here has none.
      { cwd: workspace, env: { ...process.env, FORCE_COLOR: '0' } },
      (error, stdout, stderr) => {
        resolve({ passed: error === null, output: stdout + stderr });
      },
    );
  });
}

describe('who may use whom within a project', () => {
  it('is fine with folders that use each other in the order of the README', async () => {
    const { passed, output } = await check(clean);
    expect(output).toContain('no dependency violations found (4 modules');
    expect(passed).toBe(true);
  });

  it('finds two files that need each other for their types only', async () => {
    const { passed, output } = await check({
      ...clean,
      'apps/made-up/src/top/top.ts': `import type { Other } from './other.ts'; export type Top = Other;`,
      'apps/made-up/src/top/other.ts': `import type { Top } from './top.ts'; export type Other = Top | string;`,
    });
    expect(output).toContain('no-circle-of-files: apps/made-up/src/top/other.ts');
    expect(passed).toBe(false);
  });

  it('finds folders that use each other by way of a third, none of whose files do', async () => {
    const { passed, output } = await check({
      ...clean,
      'apps/made-up/src/left/other.ts': `import type { Right } from '../right/right.ts'; export type Other = Right;`,
      'apps/made-up/src/right/other.ts': `import '../top/third.ts';`,
      'apps/made-up/src/top/third.ts': `export const third = 3;`,
    });
    expect(output).toContain('no-circle-of-folders: apps/made-up/src/top');
    expect(passed).toBe(false);
  });

  it('finds a folder that uses one beside it', async () => {
    const { passed, output } = await check({
      ...clean,
      'apps/made-up/src/left/other.ts': `import type { Right } from '../right/right.ts'; export type Other = Right;`,
    });
    expect(output).toContain('apps/made-up/src: what left may use: apps/made-up/src/left/other.ts');
    expect(passed).toBe(false);
  });

  it('wants every folder in the order, and no other', async () => {
    const more = await check({ ...clean, 'apps/made-up/src/more/more.ts': '' });
    expect(more.output).toContain('apps/made-up/README.md: in the order of the folders of apps/made-up/src');
    expect(more.output).toContain('these have no place: more');
    const fewer = await check({ ...clean, 'apps/made-up/README.md': order.replace('`top`', '`top`, `gone`, `more`') });
    expect(fewer.output).toContain('these are not there: gone');
    expect([more.passed, fewer.passed]).toEqual([false, false]);
  });
});
