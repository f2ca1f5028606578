import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { tarArchive, type TarEntry } from './tar.ts';

const long = `assets/${'a'.repeat(80)}/${'b'.repeat(60)}.js`;
const entries: TarEntry[] = [
  { path: 'app', kind: 'folder', mode: 0o755 },
  { path: 'app/main.js', kind: 'file', mode: 0o644, content: Buffer.from('x'.repeat(600)) },
  { path: 'app/latest.js', kind: 'link', mode: 0o777, target: 'main.js' },
  { path: long, kind: 'file', mode: 0o755, content: Buffer.alloc(0) },
];

describe('an archive', () => {
  const archive = tarArchive(entries, 1_700_000_000);

  it('is what tar reads it as', () => {
    const listing = execFileSync('tar', ['-tv', '--numeric-owner', '--utc', '--full-time'], {
      input: archive,
    }).toString();
    expect(
      listing
        .trim()
        .split('\n')
        .map((line) => line.replaceAll(/ +/g, ' ')),
    ).toEqual([
      'drwxr-xr-x 0/0 0 2023-11-14 22:13:20 app/',
      '-rw-r--r-- 0/0 600 2023-11-14 22:13:20 app/main.js',
      'lrwxrwxrwx 0/0 0 2023-11-14 22:13:20 app/latest.js -> main.js',
      `-rwxr-xr-x 0/0 0 2023-11-14 22:13:20 ${long}`,
    ]);
    expect(execFileSync('tar', ['-xO', 'app/main.js'], { input: archive }).toString()).toBe('x'.repeat(600));
  });

  it('refuses a path that does not fit', () => {
    expect(() => tarArchive([{ path: 'a'.repeat(120), kind: 'folder', mode: 0o755 }], 0)).toThrow('Too long a path');
  });
});
