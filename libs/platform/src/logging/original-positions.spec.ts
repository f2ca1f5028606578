import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withOriginalPositions } from './original-positions.ts';

let folder: string;
const url = (name: string): string => pathToFileURL(join(folder, name)).href;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'positions-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('withOriginalPositions', () => {
  it('names the line somebody wrote', () => {
    // Line 1, column 1 of the bundle is line 3, column 1 of the source.
    const map = { version: 3, sources: ['src/pay.ts'], names: [], mappings: 'AAEA' };
    writeFileSync(join(folder, 'main.js.map'), JSON.stringify(map));
    const stack = `Error: no\n    at pay (${url('main.js')}:1:1)\n    at node:internal/process:1:2`;
    expect(withOriginalPositions(stack)).toBe(
      `Error: no\n    at pay (${url('src/pay.ts')}:3:1)\n    at node:internal/process:1:2`,
    );
  });

  it.each([
    ['there is no map', undefined],
    ['the map is not JSON', 'oops'],
    ['the map is something else', '{"version":3}'],
  ])('leaves the line of the bundle when %s', (_case, content) => {
    if (content !== undefined) writeFileSync(join(folder, 'vendor.js.map'), content);
    const stack = `Error: no\n    at ${url('vendor.js')}:1:77`;
    expect(withOriginalPositions(stack)).toBe(stack);
  });
});
