/**
 * `npm run bench:gateway -- bound`: what customers with a session of an old portal cost it, and wait for. The portal serves one
 * request of a session at a time, as PHP and servlets with locks do; each takes it so many milliseconds.
 */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sealer } from '@wellspring/auth/sealing';
import { aNumber, command, parsed, wholeNumber } from '@wellspring/command';
import { startPostgres } from '@wellspring/testing/postgres';
import { BenchBrowser } from './bench-browser.ts';
import { buildTargets } from './build.ts';
import { gatewayEnvironment } from './gateway-environment.ts';
import { LockingPortal } from './locking-portal.ts';
import { isInstalled, startNode, type Program } from './programs.ts';
import { UpstreamWithFaults } from './upstream-with-faults.ts';

const { customers, visits, work } = parsed(
  command('bench:gateway', 'What a session of an old portal costs that portal, and its customer.')
    .option('--customers <count>', 'one after the other', wholeNumber({ min: 1 }), 20)
    .option('--visits <count>', 'of each customer', wholeNumber({ min: 1 }), 10)
    .option('--work <ms>', 'that the old portal takes for anything', aNumber({ min: 0 }), 20),
).opts<{ customers: number; visits: number; work: number }>();

/** One visit, as what is asked for: a list at a time. */
type Visit = readonly (readonly ('old' | 'new')[])[];

interface Case {
  name: string;
  visit: Visit;
  /** Without a session of the old portal nobody is asked about. */
  bound: boolean;
}

const six = Array<'new'>(6).fill('new');
const cases: readonly Case[] = [
  { name: 'free: a new page', visit: [['new']], bound: false },
  { name: 'bound: a new page', visit: [['new']], bound: true },
  { name: 'bound: an old page, then a new one', visit: [['old'], ['new']], bound: true },
  { name: 'bound: an old page, then six at once', visit: [['old'], six], bound: true },
  { name: 'bound: an old page beside six', visit: [['old', ...six]], bound: true },
];

// Before this process is pinned to one of them.
const processors = availableParallelism();
if (isInstalled('taskset') && processors > 1) spawnSync('taskset', ['-acp', '1', String(process.pid)]);
await buildTargets();
const directory = mkdtempSync(join(tmpdir(), 'gateway-bound-'));
const migrationFile = join(directory, 'migration.yaml');
const postgres = await startPostgres({ dataDir: join(directory, 'postgres'), persistent: false });
await postgres.createDatabase('bound');
const portal = await LockingPortal.start(work);
const newSide = await UpstreamWithFaults.start((response) => response.end('a new page'));
const environment: Record<string, string> = {
  ...gatewayEnvironment(portal.url, postgres.url('bound'), { billing: newSide.url }),
  MIGRATION_FILE: migrationFile,
};
writeFileSync(
  migrationFile,
  'capabilities: { invoices: { stage: new, routes: [{ path: /new-page, legacy: legacy-portal, new: billing }] } }\n' +
    'fixed: [{ path: /, upstream: legacy-portal }]\n',
);
const started: Program[] = [];
try {
  const gateway = await startNode('gateway', 0, environment);
  started.push(gateway);
  // Once for the compiler to have seen all of it, and until all replicas know of each other.
  for (const each of cases) await measure(each, gateway);
  print(
    `${processors} processors, Node ${process.version}, ${customers} customers with ${visits} visits each, ` +
      `an old portal that takes ${work} ms for anything`,
  );
  print(`${''.padEnd(38)} new pages  questions  a new page  new: p50 ms   p95 ms  old: p50 ms   p95 ms`);
  for (const each of cases) print(await measure(each, gateway));
} finally {
  for (const program of started) await program.stop();
  await portal.stop();
  await newSide.stop();
  await postgres.stop();
}

async function measure({ name, visit, bound }: Case, gateway: Program): Promise<string> {
  const waits: Record<'old' | 'new', number[]> = { old: [], new: [] };
  const asked = portal.questions;
  for (let customer = 0; customer < customers; customer += 1) {
    const browser = new BenchBrowser(gateway.url, bound ? boundCookies() : [gateway.cookie ?? '']);
    for (let count = 0; count < visits; count += 1)
      for (const together of visit)
        await Promise.all(together.map(async (side) => waits[side].push(await browser.waitFor(side))));
  }
  const questions = portal.questions - asked;
  return [
    name.padEnd(38),
    String(waits.new.length).padStart(9),
    String(questions).padStart(10),
    (questions / waits.new.length).toFixed(2).padStart(11),
    ...[waits.new, waits.old].flatMap((each) => [quantile(each, 0.5).padStart(12), quantile(each, 0.95).padStart(8)]),
  ].join(' ');
}

/** Of a browser that has had its id for long, signed in on the old portal alone. */
function boundCookies(): string[] {
  const sealer = new Sealer('gateway', [Buffer.from(environment['SESSION_KEYS'] ?? '', 'base64url')]);
  return [`__Host-visitor=${sealer.sign('visitor', randomUUID())}`, `LPSESSION=${randomUUID()}`];
}

function quantile(values: readonly number[], share: number): string {
  const sorted = [...values].sort((left, right) => left - right);
  return (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
