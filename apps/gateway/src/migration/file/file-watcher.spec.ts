import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FileError } from '../../yaml-file/file-error.ts';
import { FileWatcher } from './file-watcher.ts';

function text(stage: string): string {
  return `capabilities:\n  invoices: { stage: ${stage}, routes: [{ path: /invoices, legacy: old, new: fresh }] }\n`;
}

describe('FileWatcher', () => {
  let folder: string;
  let path: string;
  let watcher: FileWatcher;
  let applied: string[];
  let refused: FileError[][];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'migration-'));
    path = join(folder, 'migration.yaml');
    applied = [];
    refused = [];
    await writeFile(path, text('legacy'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function open(): Promise<void> {
    watcher = await FileWatcher.open({ path });
    watcher.onFile((file) => applied.push(file.capabilities['invoices']?.stage ?? '-'));
    watcher.onRefused((errors) => refused.push(errors));
  }

  /** One look notices, the next one finds it settled. */
  async function look(): Promise<void> {
    await watcher.poll();
    await watcher.poll();
  }

  it('applies a file written in place', async () => {
    await open();
    await writeFile(path, text('shadow'));
    await look();
    expect(applied).toEqual(['shadow']);
  });

  it('applies a file renamed over the old one', async () => {
    await open();
    await writeFile(join(folder, 'next'), text('canary'));
    await rename(join(folder, 'next'), path);
    await look();
    expect(applied).toEqual(['canary']);
  });

  it('applies a ConfigMap whose links Kubernetes swaps', async () => {
    for (const [version, stage] of [
      ['..1', 'legacy'],
      ['..2', 'new'],
    ] as const) {
      await mkdir(join(folder, version));
      await writeFile(join(folder, version, 'migration.yaml'), text(stage));
    }
    await symlink('..1', join(folder, '..data'));
    await unlink(path);
    await symlink(join('..data', 'migration.yaml'), path);
    await open();

    await symlink('..2', join(folder, '..data_tmp'));
    await rename(join(folder, '..data_tmp'), join(folder, '..data'));
    await look();
    expect(applied).toEqual(['new']);
  });

  it('waits until a file is no longer being written', async () => {
    await open();
    await writeFile(path, 'capabil');
    await watcher.poll();
    await writeFile(path, text('shadow'));
    await look();
    expect(applied).toEqual(['shadow']);
    expect(refused).toEqual([]);
  });

  it('refuses a bad file once, keeps the one before, and goes on with the next good one', async () => {
    await open();
    const { digest } = watcher.status;
    await writeFile(path, text('nowhere'));
    await look();
    await look();
    expect(applied).toEqual([]);
    expect(refused).toEqual([[expect.objectContaining({ line: 2, key: 'capabilities.invoices.stage' })]]);
    expect(watcher.status).toMatchObject({ digest, refused: { errors: refused[0] } });

    await writeFile(path, text('shadow'));
    await look();
    expect(applied).toEqual(['shadow']);
    expect(watcher.status).not.toHaveProperty('refused');
  });

  it('forgets a refusal when the file in force is put back', async () => {
    await open();
    await writeFile(path, text('nowhere'));
    await look();
    await writeFile(path, text('legacy'));
    await look();
    expect(applied).toEqual([]);
    expect(watcher.status).not.toHaveProperty('refused');
  });

  it('survives the file going away and coming back', async () => {
    await open();
    await unlink(path);
    await look();
    expect(refused).toEqual([[{ line: 0, column: 0, key: '', reason: 'cannot be read: ENOENT' }]]);
    await writeFile(path, text('new'));
    await look();
    expect(applied).toEqual(['new']);
  });

  it('does not begin with a bad file, and names every mistake', async () => {
    await writeFile(path, text('nowhere').replace('/invoices', 'invoices'));
    await expect(open()).rejects.toThrow(/stage: is wrong.*path: must be a path/s);
  });
});
