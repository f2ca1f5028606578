import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

jest.setTimeout(180_000);

const run = promisify(execFile);
const workspaceRoot = join(import.meta.dirname, '../..');
const apps = readdirSync(join(workspaceRoot, 'apps')).filter((app) =>
  existsSync(join(workspaceRoot, 'apps', app, 'src/main.ts')),
);
/** A mistake in the configuration ends a process with this; by then all that it loads at the start is loaded. */
const wrongConfiguration = 78;

interface Ended {
  code: number | undefined;
  output: string;
}

async function node(script: string, ...args: string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await run(process.execPath, [script, ...args], { env: { PORT: 'none' } });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

describe.each(apps)('the bundle of %s', (app) => {
  let folder: string;
  let dist: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), `${app}-`));
    dist = join(folder, 'dist');
    for (const part of ['src', 'assets', 'package.json']) {
      const path = join(workspaceRoot, 'apps', app, part);
      if (existsSync(path)) symlinkSync(path, join(folder, part));
    }
    await run(process.execPath, [join(workspaceRoot, 'tools/build/build-app.ts')], { cwd: folder });
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('does without what is left out when its processes start', async () => {
    const processes = ['main.js', 'migrate.js'].filter((file) => existsSync(join(dist, file)));
    for (const file of processes) {
      const { code, output } = await node(join(dist, file));
      expect(output).not.toContain('was left out');
      expect(code).toBe(wrongConfiguration);
    }
  });

  it('does without it in everything that is loaded later', async () => {
    const later = readdirSync(dist).filter(
      (file) => file.endsWith('.js') && !/^(main|migrate)\.js$|\.worker\.js$/.test(file),
    );
    const { code, output } = await node(join(import.meta.dirname, 'load-all.js'), dist, ...later);
    expect(output).toBe('');
    expect(code).toBe(0);
  });
});
