import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Brand, ownBrandFolder } from '@wellspring/brand';
import { signOutPage, signOutPageHeaders } from '../edge/sign-out-page.ts';
import { renderError } from './error-page.ts';
import { ownPage, ownPageHeaders, wearBrand } from './own-page.ts';

const folders: string[] = [];

afterEach(() => {
  wearBrand(new Brand(ownBrandFolder));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function otherBrand(): Brand {
  const folder = mkdtempSync(join(tmpdir(), 'brand-'));
  folders.push(folder);
  cpSync(ownBrandFolder, folder, { recursive: true });
  const file = readFileSync(join(folder, 'brand.yaml'), 'utf8')
    .replace('name: Wellspring', 'name: Bergen & Co')
    .replace("'1800'", "'+47 815 00 000'")
    .replaceAll('#0b5fff', '#a3124e');
  writeFileSync(join(folder, 'brand.yaml'), file);
  writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>');
  return new Brand(folder);
}

const page = (): string => ownPage({ locale: 'en', title: 'A page', content: '' });
const policyOf = (headers: readonly string[]): string => headers[headers.indexOf('content-security-policy') + 1] ?? '';

describe('a page of the gateway itself', () => {
  it.each([
    ['of our own', (): Brand => new Brand(ownBrandFolder)],
    ['of an operator', otherBrand],
  ])('is allowed the style of a brand %s and a picture inside it, and nothing else', (_whose, brand) => {
    wearBrand(brand());
    const style = /<style>([^]*)<\/style>/.exec(page())?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policyOf(ownPageHeaders())).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(policyOf(signOutPageHeaders())).toContain("form-action 'self'");
  });

  it('takes name, telephone, colours and mark from the brand', () => {
    wearBrand(otherBrand());
    const asked = { status: 502, code: 'EDGE.BAD_GATEWAY', reference: 'abc', target: '/', accept: 'text/html' };
    const failed = renderError({ ...asked, acceptLanguage: '', cookie: '' }).body;
    expect(failed).toContain('<a href="tel:+4781500000">Call +47 815 00 000</a>');
    const mark = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>').toString('base64');
    for (const made of [failed, signOutPage('en')]) {
      expect(made).toContain('· Bergen &amp; Co</title>');
      expect(made).toContain('--brand:#a3124e');
      expect(made).toContain(`src="data:image/svg+xml;base64,${mark}"`);
      expect(made).not.toMatch(/Wellspring|#0b5fff|1800/);
    }
  });
});
