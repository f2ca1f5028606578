import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Layer } from './layer.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layer-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'main.js'), 'start();');
  writeFileSync(join(folder, 'assets/logo.svg'), '<svg/>');
  symlinkSync('main.js', join(folder, 'latest.js'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const layer = (): Layer => new Layer().addPath('app', folder);

describe('a layer', () => {
  it('has the same bytes whenever, with whatever umask and in whatever order its files were written', () => {
    const before = layer();
    utimesSync(join(folder, 'main.js'), 1, 1);
    chmodSync(join(folder, 'main.js'), 0o600);
    chmodSync(join(folder, 'assets'), 0o700);
    expect(layer().archive(0).equals(before.archive(0))).toBe(true);
    expect(new Layer().addPath('app/main.js', join(folder, 'main.js')).files).toEqual(['app/main.js']);
  });

  it('has another fingerprint with another content, mode or name', () => {
    const before = layer().fingerprint();
    writeFileSync(join(folder, 'main.js'), 'stop();');
    const changed = layer().fingerprint();
    chmodSync(join(folder, 'main.js'), 0o755);
    const executable = layer().fingerprint();
    expect(new Set([before, changed, executable, new Layer().addPath('other', folder).fingerprint()]).size).toBe(4);
  });

  it('leaves out what is not wanted', () => {
    const files = new Layer().addPath('app', folder, (path) => !path.endsWith('.svg')).files;
    expect(files).toEqual(['app/main.js']);
  });

  it('refuses a file of secrets', () => {
    writeFileSync(join(folder, '.env.local'), 'KEY=1');
    expect(layer).toThrow('app/.env.local must not be in an image');
  });
});
