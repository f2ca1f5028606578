import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { Brand, ownBrandFolder } from '@wellspring/brand';
import { brandedPage } from './branded-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'branded-page-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('says whose console it is, in their colours, under a policy that allows these', () => {
  cpSync(ownBrandFolder, folder, { recursive: true });
  const file = readFileSync(join(folder, 'brand.yaml'), 'utf8').replace('name: Wellspring', () => 'name: A & B $&');
  writeFileSync(join(folder, 'brand.yaml'), file.replaceAll('#0b5fff', '#a3124e'));
  writeFileSync(join(folder, 'index.html'), '<meta content="%name% console"><title>%name% console</title><!--brand-->');
  const { html, styleHash } = brandedPage(folder, new Brand(folder));
  expect(html).toContain('<meta content="A &amp; B $&amp; console"><title>A &amp; B $&amp; console</title>');
  const style = /<style>(.*)<\/style>/.exec(html)?.[1] ?? '';
  expect(style).toContain('--brand:#a3124e');
  expect(styleHash).toBe(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
});
