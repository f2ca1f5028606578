import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { softwareBill } from './software-bill.ts';

let dist: string;

beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), 'dist-'));
  mkdirSync(join(dist, 'web/assets'), { recursive: true });
  writeFileSync(
    join(dist, 'vendor.modules.json'),
    JSON.stringify(['node_modules/pg/lib/index.js', 'node_modules/pg/lib/client.js']),
  );
  const sources = ['../../../../../node_modules/@tanstack/react-query/build/modern/index.js', '../../../web/main.tsx'];
  writeFileSync(join(dist, 'web/assets/index.js.map'), JSON.stringify({ sources }));
});
afterEach(() => {
  rmSync(dist, { recursive: true });
});

interface Component {
  name: string;
  version: string;
  purl: string;
  licenses?: object[];
  hashes?: object[];
}

function components(): Component[] {
  return (JSON.parse(softwareBill('shop', '1.0.0', dist)) as { components: Component[] }).components;
}

describe('the list of software', () => {
  it('names Node and each package in the bundles and the pages once, with version, licence and hash', () => {
    expect(components().map(({ name }) => name)).toEqual(['node', 'react-query', 'pg']);
    expect(components()[2]).toMatchObject({
      purl: expect.stringMatching(/^pkg:npm\/pg@8/),
      licenses: [{ license: { id: 'MIT' } }],
      hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
    });
    expect(components()[1]?.purl).toMatch(/^pkg:npm\/%40tanstack\/react-query@/);
  });

  it('is the same every time', () => {
    expect(softwareBill('shop', '1.0.0', dist)).toBe(softwareBill('shop', '1.0.0', dist));
  });
});
