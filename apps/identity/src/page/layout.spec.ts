import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { Brand, ownBrandFolder } from '@wellspring/brand';
import { findAsset, wearBrand } from './assets.ts';
import { noticePage } from './notice.page.ts';
import { signInPage } from './sign-in.page.ts';

const folder = mkdtempSync(join(tmpdir(), 'layout-'));
const mark = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>';

afterEach(() => {
  wearBrand(new Brand(ownBrandFolder));
  rmSync(folder, { recursive: true, force: true });
});

it('takes name, colours and pictures from the brand, under addresses that change with them', () => {
  const pages = (): string[] => [
    signInPage({ locale: 'en', accounts: 'customers', path: '/identity/interaction/1?client=gateway' }),
    noticePage({ locale: 'en', notice: 'error', home: '/' }),
  ];
  const before = pages();
  cpSync(ownBrandFolder, folder, { recursive: true });
  const file = readFileSync(join(folder, 'brand.yaml'), 'utf8').replace('name: Wellspring', 'name: Bergen & Co');
  writeFileSync(join(folder, 'brand.yaml'), file.replaceAll('#0b5fff', '#a3124e'));
  for (const name of ['icon.svg', 'logo.svg', 'logo-dark.svg']) writeFileSync(join(folder, name), mark);
  wearBrand(new Brand(folder));
  for (const [at, page] of pages().entries()) {
    expect(page).toContain(' · Bergen &amp; Co</title>');
    expect(page).toContain('alt="Bergen &amp; Co"');
    expect(page).not.toContain('Wellspring');
    for (const name of ['brand.css', 'icon.svg', 'logo.svg', 'logo-dark.svg']) {
      const address = new RegExp(`/identity/assets/${name}\\?v=[\\w-]+`);
      expect(address.exec(page)?.[0]).not.toBe(address.exec(before[at] ?? '')?.[0]);
      expect(page).toMatch(address);
    }
  }
  expect(findAsset('brand.css')?.content.toString()).toContain('--brand:#a3124e');
  expect(findAsset('logo.svg')?.content.toString()).toBe(mark);
});
