import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'run-'));
  mkdirSync(join(root, 'tools'));
  copyFileSync(join(import.meta.dirname, 'run.js'), join(root, 'tools/run.js'));
  write('package.json', { type: 'module' });
  const packages = {
    '': {},
    'apps/shop': {},
    'node_modules/shop': { resolved: 'apps/shop', link: true },
    'node_modules/paint': { version: '1.0.0' },
    'apps/shop/node_modules/paint': { version: '2.0.0' },
    'node_modules/paint-for-another-system': { version: '1.0.0', optional: true },
  };
  write('package-lock.json', { packages });
  write('node_modules/.package-lock.json', {
    packages: { ...packages, 'node_modules/paint-for-another-system': undefined },
  });
  write('apps/shop/node_modules/paint/package.json', { version: '2.0.0' });
  symlinkSync('../apps/shop', join(root, 'node_modules/shop'));
  mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true });
  symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'));
  writeFileSync(join(root, 'say.js'), 'console.log("ran", process.argv[2]); process.exitCode = 7;');
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin/npm'), '#!/bin/sh\necho "npm $1"\n', { mode: 0o755 });
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(file: string, content: unknown): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), JSON.stringify(content));
}

function run(): { status: number | null; stdout: string } {
  return spawnSync(process.execPath, [join(root, 'tools/run.js'), 'say.js', 'this'], {
    encoding: 'utf8',
    env: { PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}` },
  });
}

describe('what every command goes through', () => {
  it('runs the script and ends as it does, where everything is installed', () => {
    expect(run()).toMatchObject({ status: 7, stdout: 'ran this\n' });
  });

  it('installs first where another version is there', () => {
    write('node_modules/.package-lock.json', { packages: { 'node_modules/paint': { version: '0.9.0' } } });
    expect(run().stdout).toMatch(/npm ci\nran this/);
  });

  it('installs first where only the folder of the root is there, as a cache brings it back', () => {
    rmSync(join(root, 'apps/shop/node_modules'), { recursive: true });
    expect(run().stdout).toMatch(/npm ci\nran this/);
  });

  it('installs first where a project of the workspace is new', () => {
    rmSync(join(root, 'node_modules/shop'));
    expect(run().stdout).toMatch(/npm ci\nran this/);
  });
});
