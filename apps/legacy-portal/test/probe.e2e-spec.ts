import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openInvoice, password } from './fake-backoffice.ts';
import { type RunningPortal, startPortal } from './portal.ts';

const script = join(import.meta.dirname, '../../../tools/migration/migration.ts');

/** `npm run migration`, with what is typed into it. */
function migration(args: string[], typed = ''): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args]);
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].on('data', (text) => (said[stream] += String(text)));
    child.on('close', (code) => {
      resolve({ code, ...said });
    });
    child.stdin.end(typed);
  });
}

describe('npm run migration -- probe, at this portal', () => {
  let portal: RunningPortal;
  let folder: string;

  beforeAll(async () => {
    portal = await startPortal();
    for (const no of ['1001', '1002']) portal.backoffice.invoices.set(no, openInvoice(no, 'C-1001'));
    folder = await mkdtemp(join(tmpdir(), 'probe-'));
  });
  afterAll(async () => {
    await portal.stop();
    await rm(folder, { recursive: true });
  });

  it('writes files that can be used as they are, and changes nothing', async () => {
    const before = JSON.stringify([...portal.backoffice.invoices, ...portal.backoffice.charges]);
    const out = join(folder, 'old');
    const args = [
      'probe',
      portal.url,
      '--user',
      'c-1001@example.com',
      '--rate',
      '500',
      '--out',
      out,
      '--name',
      'selfcare',
    ];
    const { code, stdout, stderr } = await migration(args, `${password}\n`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('LPSESSION: session');
    expect(stdout).toContain('signs out by POST /signout');
    expect(stdout).not.toContain(password);

    const profile = await readFile(join(out, 'old-portals.yaml'), 'utf8');
    expect(profile).toMatch(/cookies:\s+- LPSESSION\n/);
    expect(profile).toMatch(/static:\s+- \/legacy-assets\n/);
    expect(profile).toMatch(/signIn:\s+path: \/signin\n/);
    expect(profile).toMatch(/whoIs:\s+get: \/profile\n/);
    const file = await readFile(join(out, 'migration.yaml'), 'utf8');
    expect(file).toContain('each: table.invoices tr[data-no]');
    expect(file).toContain('due: .due | date');
    for (const name of ['old-portals.yaml', 'migration.yaml']) {
      expect(await migration(['validate', join(out, name)])).toMatchObject({ code: 0 });
    }
    expect(JSON.stringify([...portal.backoffice.invoices, ...portal.backoffice.charges])).toBe(before);
  });

  it('finds the answer that says who somebody is, where it is told of it', async () => {
    const out = join(folder, 'whoami');
    const args = [
      'probe',
      portal.url,
      '--user',
      'c-1001@example.com',
      '--look-at',
      '/whoami',
      '--rate',
      '500',
      '--out',
      out,
    ];
    expect(await migration(args, `${password}\n`)).toMatchObject({ code: 0 });
    const profile = await readFile(join(out, 'old-portals.yaml'), 'utf8');
    expect(profile).toMatch(
      /get: \/whoami\n\s+format: json\n\s+customer:\n\s+id: customerNo\n\s+email: email\n\s+name: name\n/,
    );
  });

  it('writes nothing over what is there, nor when nobody answers or the address is none', async () => {
    const out = join(folder, 'mine');
    expect(await migration(['probe', portal.url, '--out', out, '--rate', '500'])).toMatchObject({ code: 0 });
    const again = await migration(['probe', portal.url, '--out', out]);
    expect(again).toMatchObject({ code: 64, stderr: expect.stringContaining('is there already') });
    const nobody = await migration(['probe', 'http://127.0.0.1:1/', '--out', join(folder, 'nobody')]);
    expect(nobody).toMatchObject({ code: 1, stderr: expect.stringContaining('Nothing was written.') });
    expect(await migration(['probe', 'old.internal', '--out', join(folder, 'x')])).toMatchObject({ code: 64 });
    expect(await migration(['probe', portal.url, '--user', 'x', '--out', join(folder, 'x')])).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('There is no password'),
    });
  });
});
