import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { devBrandFolder } from '@wellspring/tools/stack';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './support/browser.ts';
import { signInAsOperator } from './support/console.ts';
import { expectAccessible } from './support/expect-accessible.ts';
import { signIn } from './support/portal.ts';
import { startSystem, type System } from './support/system.ts';
import { Visitors } from './support/visitors.ts';

let system: System;
let browser: Browser;
const visitors = new Visitors(() => browser);
const folder = mkdtempSync(join(tmpdir(), 'brand-'));

const name = 'Nordlys & Co';
const accents = { light: '#a3124e', dark: '#ff8fb8' };
const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" width="64" height="64"><path fill="${accents.light}" d="M0 0h8v8H0z"/></svg>`;

beforeAll(async () => {
  cpSync(devBrandFolder, folder, { recursive: true });
  const theirs = readFileSync(join(folder, 'brand.yaml'), 'utf8')
    .replace('name: Wellspring', `name: ${name}`)
    .replace("'1800'", "'+47 815 00 000'")
    .replace(/light: \{.*\}/, `light: { accent: '${accents.light}', onAccent: '#ffffff', link: '#7d0d3b' }`)
    .replace(/dark: \{.*\}/, `dark: { accent: '${accents.dark}', onAccent: '#3a0419', link: '#ffb3cf' }`);
  writeFileSync(join(folder, 'brand.yaml'), theirs);
  for (const picture of ['icon.svg', 'logo.svg', 'logo-dark.svg']) writeFileSync(join(folder, picture), mark);
  // In a container somebody else reads it.
  chmodSync(folder, 0o755);
  [system, browser] = await Promise.all([startSystem({}, { brandFolder: folder }), launchBrowser()]);
  await system.setStage('sign-in', 'new');
  await system.setStage('start-page', 'new');
});
afterEach(() => visitors.leave());
afterAll(async () => {
  await browser.close();
  await system.stop();
  rmSync(folder, { recursive: true });
});

const at = (path: string): string => `${system.url('gateway')}${path}`;

const pages: [whose: string, open: (page: Page) => Promise<unknown>][] = [
  ['the portal', (page) => signIn(page, system, 'C-1001', '/')],
  ['the sign-in', (page) => page.goto(at('/sign-in?return=/'))],
  ['an error at sign-in', (page) => page.goto(at('/identity/interaction/none'))],
  ['an error of the gateway', (page) => page.goto(at(`/?${'long'.repeat(8_000)}`))],
  ['the console', (page) => signInAsOperator(page, system, '/')],
  ['an error of the console', (page) => page.goto(`${system.url('console')}/none`)],
];

describe.each([
  ['by day', 'light'],
  ['by night', 'dark'],
] as const)("a brand of an operator's own, %s", (when, scheme) => {
  it.each(pages)('is on the page of %s', async (whose, open) => {
    const page = await visitors.openPage({ dark: scheme === 'dark' });
    await open(page);
    await page.getByRole('heading', { level: 1 }).waitFor();
    // What a page is called is known at once; a page of scripts says it again with its own title.
    expect(await page.title()).toContain(name);
    expect(await page.content()).not.toContain('Wellspring');
    const worn = await page.evaluate(() => ({
      accent: getComputedStyle(document.documentElement).getPropertyValue('--brand'),
      pictures: [...document.querySelectorAll<HTMLImageElement>('header img')].map(({ currentSrc }) => currentSrc),
    }));
    expect(worn.accent).toBe(accents[scheme]);
    expect(worn.pictures).toHaveLength(1);
    const [picture = ''] = worn.pictures;
    expect(await drawnAt(page, picture)).toBe(mark);
    await expectAccessible(page, `brand ${when}`, whose);
  });
});

/** @param address of a picture, which may be inside the page */
async function drawnAt(page: Page, address: string): Promise<string> {
  const inside = /^data:image\/svg\+xml;base64,(.*)$/.exec(address)?.[1];
  if (inside !== undefined) return Buffer.from(inside, 'base64').toString();
  return (await page.request.get(address)).text();
}
