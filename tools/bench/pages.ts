/** How soon a customer on a slow phone sees what to pay: the new start page beside the old one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startStack } from '../stack/stack.ts';
import { figure, median, table } from './table.ts';
import { bothSides } from './pages/both-sides.ts';
import { interactions } from './pages/interactions.ts';
import { launchBrowser } from './pages/launch-browser.ts';
import { type PageVisit, type PhoneOwner, SlowPhone, slowPhone } from './pages/slow-phone.ts';

const newSide = { name: 'new portal', customer: 'C-1001', isInstalled: false };
const phones = [
  newSide,
  { name: 'new portal, installed', customer: 'C-1001', isInstalled: true },
  { name: 'old portal', customer: 'C-1002', isInstalled: false },
];

/** Of the first visit, and of a repeated one. */
const goals = { amountMs: 1_200, inpMs: 100, scriptKb: 100, repeatKb: 10 };

/** @returns the report as text. */
export async function benchPages({ rounds }: { rounds: number }): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wellspring-bench-pages-'));
  const stack = await startStack({
    dataDir,
    ports: 'free',
    durable: false,
    migrationFile: bothSides(dataDir, newSide.customer),
    overrides: { backoffice: { CUSTOMERS: '20' } },
  });
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser();
    const portal = stack.url('gateway');
    const rows: string[][] = [];
    for (const owner of phones) {
      const visits = await visitsOf(browser, portal, owner, rounds);
      rows.push(rowOf(`${owner.name}, first visit`, visits.first), rowOf(`${owner.name}, again`, visits.again));
    }
    return report(rows, await usesOf(browser, portal, rounds), rounds);
  } finally {
    await browser?.close();
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function visitsOf(
  browser: Browser,
  portal: string,
  owner: PhoneOwner,
  rounds: number,
): Promise<{ first: PageVisit[]; again: PageVisit[] }> {
  const first: PageVisit[] = [];
  const again: PageVisit[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const phone = await SlowPhone.signedIn(browser, portal, owner);
    first.push(await phone.visit({ cached: false }));
    again.push(await phone.visit({ cached: true }));
    await phone.close();
  }
  return { first, again };
}

/** @returns for each round how long each interaction took */
async function usesOf(browser: Browser, portal: string, rounds: number): Promise<number[][]> {
  const uses: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const phone = await SlowPhone.signedIn(browser, portal, newSide);
    await phone.visit({ cached: true });
    uses.push(await phone.use(interactions));
    await phone.close();
  }
  return uses;
}

function rowOf(name: string, visits: PageVisit[]): string[] {
  const of = (key: keyof PageVisit, digits = 0): string =>
    figure(median(visits.flatMap((visit) => visit[key] ?? [])), digits);
  return [name, of('amountMs'), of('lcpMs'), of('cls', 3), of('kb', 1), of('scriptKb', 1)];
}

function report(rows: string[][], uses: number[][], rounds: number): string {
  const { latencyMs, kilobitsPerSecond, cpuSlowdown } = slowPhone;
  const steps = interactions.map(({ what }, at) => [what, figure(median(uses.map((use) => use[at] ?? 0)))]);
  // Of a visit with fewer than fifty interactions INP is the longest.
  const inp = median(uses.map((use) => Math.max(...use)));
  return [
    `The start page on a phone: ${kilobitsPerSecond / 1_000} Mbit/s, ${latencyMs} ms, a ${cpuSlowdown} times slower processor; ` +
      `medians of ${rounds} visits`,
    '',
    table(['', 'amount ms', 'LCP ms', 'CLS', 'kB', 'of it JS'], rows),
    '',
    'The new portal in use on it: until the screen shows something of what was pressed',
    '',
    table(['', 'ms'], [...steps, ['INP (the longest)', figure(inp)]]),
    '',
    `Goals: amount ${goals.amountMs} ms, INP ${goals.inpMs} ms, CLS 0, ${goals.scriptKb} kB of JS, ${goals.repeatKb} kB on a repeated visit`,
  ].join('\n');
}
