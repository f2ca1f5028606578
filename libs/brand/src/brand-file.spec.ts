import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { brandJsonSchema, readBrandFile, readPicture } from './brand-file.ts';
import { neutral } from './neutral.ts';

const workspace = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'brand-'));
const good = readFileSync(join(workspace, 'libs/brand/assets/brand/brand.yaml'), 'utf8');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function refusal(yaml: string): string {
  writeFileSync(join(folder, 'brand.yaml'), yaml);
  try {
    readBrandFile(folder);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'none';
}

describe('the brands of the environments', () => {
  const brands = globSync(['deploy/environments/*/brand/brand.yaml', 'libs/brand/assets/brand/brand.yaml'], {
    cwd: workspace,
  });

  it.each(brands)('%s is in order, and so are its pictures', (file) => {
    const brand = dirname(join(workspace, file));
    expect(readBrandFile(brand).name).toBe('Wellspring');
    for (const name of ['logo.svg', 'logo-dark.svg', 'icon.svg']) expect(readPicture(brand, name)).toContain('<svg');
  });

  it('are described to editors by the schema that the portal checks them with', () => {
    // Out of date? node libs/brand/src/print-schema.ts > deploy/environments/brand.schema.json
    const written: unknown = JSON.parse(readFileSync(join(workspace, 'deploy/environments/brand.schema.json'), 'utf8'));
    expect(written).toEqual(JSON.parse(JSON.stringify(brandJsonSchema())));
  });
});

describe('a brand with mistakes', () => {
  it('is refused with each of them named by its key', () => {
    const message = refusal(good.replace("'1800'", 'call us').replace('shortName: Wellspring', 'short: W'));
    expect(message).toContain(join(folder, 'brand.yaml'));
    expect(message).toMatch(/supportPhone: must be a telephone number/);
    expect(message).toMatch(/shortName: /);
    expect(message).toMatch(/Unrecognized key: "short"/);
  });

  it('is refused by file and line where it is no YAML', () => {
    const message = refusal(`${good}\ncolours: [`);
    expect(message).toContain(`${join(folder, 'brand.yaml')} is no YAML: `);
    expect(message).toMatch(/at line \d+/);
  });

  it('is refused for colours that cannot be read, with the contrast they have', () => {
    const message = refusal(good.replace("link: '#0847c2'", "link: '#9bb7e8'"));
    expect(message).toMatch(/colours\.light\.link: has a contrast of \d\.\d\d to the page \(#ffffff\); at least 4\.5/);
    expect(message).toMatch(/colours\.light\.onAccent: has a contrast of \d\.\d\d to link/);
    expect(message).not.toMatch(/colours\.dark/);
  });

  it.each([
    ['is not there', 'none.svg', undefined, /cannot be read: a brand is brand\.yaml/],
    ['is no picture', 'logo.svg', 'GIF89a', /is not an SVG picture/],
    ['brings scripts', 'logo.svg', '<svg onload="x()"></svg>', /has scripts in it/],
  ])('is refused when a picture %s', (_what, name, content, message) => {
    if (content !== undefined) writeFileSync(join(folder, name), content);
    expect(() => readPicture(folder, name)).toThrow(message);
  });
});

it.each([
  ['light', 'tokens.css'],
  ['dark', 'dark.css'],
] as const)('stands by %s on what other pages stand on', (name, file) => {
  const css = readFileSync(join(workspace, 'libs/web/src/styles', file), 'utf8');
  const theirs = Object.keys(neutral[name]).map((token) => [token, new RegExp(`--${token}: (#\\w+);`).exec(css)?.[1]]);
  expect(Object.fromEntries(theirs)).toEqual(neutral[name]);
});
