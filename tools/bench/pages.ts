/** How soon a customer on a slow phone sees what to pay: the new start page beside the old one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startStack } from '../stack/stack.ts';
import { figure, median, table } from './table.ts';
import { bothSides } from './pages/both-sides.ts';
import { launchBrowser } from './pages/launch-browser.ts';
import { type PageVisit, SlowPhone, slowPhone } from './pages/slow-phone.ts';

const sides = [
  { name: 'new portal', customer: 'C-1001' },
  { name: 'old portal', customer: 'C-1002' },
] as const;

/** Of the first visit, and of a repeated one. */
const goals = { amountMs: 1_200, inpMs: 100, scriptKb: 100, repeatKb: 10 };

/** @returns the report as text. */
export async function benchPages({ rounds }: { rounds: number }): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wellspring-bench-pages-'));
  const stack = await startStack({
    dataDir,
    ports: 'free',
    durable: false,
    migrationFile: bothSides(dataDir, sides[0].customer),
    overrides: { backoffice: { CUSTOMERS: '20' } },
  });
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser();
    const rows: string[][] = [];
    for (const { name, customer } of sides) {
      const visits = await visitsOf(browser, stack.url('gateway'), customer, rounds);
      rows.push(rowOf(`${name}, first visit`, visits.first), rowOf(`${name}, again`, visits.again));
    }
    return report(rows, rounds);
  } finally {
    await browser?.close();
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function visitsOf(
  browser: Browser,
  portal: string,
  customer: string,
  rounds: number,
): Promise<{ first: PageVisit[]; again: PageVisit[] }> {
  const first: PageVisit[] = [];
  const again: PageVisit[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const phone = await SlowPhone.signedIn(browser, portal, customer);
    first.push(await phone.visit({ cached: false }));
    again.push(await phone.visit({ cached: true }));
    await phone.close();
  }
  return { first, again };
}

function rowOf(name: string, visits: PageVisit[]): string[] {
  const of = (key: keyof PageVisit, digits = 0): string =>
    figure(median(visits.flatMap((visit) => visit[key] ?? [])), digits);
  return [name, of('amountMs'), of('lcpMs'), of('inpMs'), of('cls', 3), of('kb', 1), of('scriptKb', 1)];
}

function report(rows: string[][], rounds: number): string {
  const { latencyMs, kilobitsPerSecond, cpuSlowdown } = slowPhone;
  return [
    `The start page on a phone: ${kilobitsPerSecond / 1_000} Mbit/s, ${latencyMs} ms, a ${cpuSlowdown} times slower processor; ` +
      `medians of ${rounds} visits`,
    '',
    table(['', 'amount ms', 'LCP ms', 'INP ms', 'CLS', 'kB', 'of it JS'], rows),
    '',
    `Goals: amount ${goals.amountMs} ms, INP ${goals.inpMs} ms, CLS 0, ${goals.scriptKb} kB of JS, ${goals.repeatKb} kB on a repeated visit`,
  ].join('\n');
}
