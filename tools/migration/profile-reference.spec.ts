import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { profileReference } from './profile-reference.ts';

describe('docs/old-portal-profile.md', () => {
  it('says of every key what the schema says (npm run migration -- schema old-portals --markdown writes it)', async () => {
    const file = join(import.meta.dirname, '../../docs/old-portal-profile.md');
    expect(readFileSync(file, 'utf8')).toBe(await profileReference());
  });

  it('explains every key', async () => {
    const rows = (await profileReference()).split('\n').filter((line) => line.startsWith('| `'));
    expect(rows.length).toBeGreaterThan(50);
    const silent = rows.filter((row) => /\|\s*\|$/.test(row)).map((row) => row.split('|')[1]?.trim());
    expect(silent).toEqual([]);
  });
});
