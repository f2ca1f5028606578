/**
 * `npm run bench:gateway -- shadow`: what the shadow costs the customer. One gateway, a page of 20 kB from the old side, customers at a fixed rate whatever becomes of those before (open loop);
 * in turns without the shadow, and with one whose new side answers, hangs, or resets every connection.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { aNumber, command, parsed, wholeNumber } from '@wellspring/command';
import { startPostgres } from '@wellspring/testing/postgres';
import pg from 'pg';
import { buildTargets } from './build.ts';
import { Customers } from './customers.ts';
import { gatewayEnvironment } from './gateway-environment.ts';
import { isInstalled, startNode, type Program } from './programs.ts';

const values = parsed(
  command('bench:gateway', 'What the shadow costs the customer.')
    .option('--rate <count>', 'requests a second, whatever becomes of those before', aNumber({ min: 1 }), 500)
    .option('--seconds <seconds>', 'of one measurement', aNumber({ min: 1 }), 10)
    .option('--rounds <count>', 'measurements of each, taken in turns', wholeNumber({ min: 1 }), 3),
).opts<{ rate: number; seconds: number; rounds: number }>();
const perSecond = values.rate;
const directory = mkdtempSync(join(tmpdir(), 'gateway-shadow-'));
const migrationFile = join(directory, 'migration.yaml');
// Before this process is pinned to one of them.
const processors = availableParallelism();
const loadProcessor = processors > 1 ? 1 : 0;
/** Longer than the deadline of what the case before left running. */
const settleMs = 12_000;

interface Case {
  name: string;
  stage: 'legacy' | 'shadow';
  newSide: 'portal' | 'billing' | 'identity';
}

const without: Case = { name: 'without', stage: 'legacy', newSide: 'portal' };
const cases: Case[] = [
  without,
  { name: 'new side answers', stage: 'shadow', newSide: 'portal' },
  { name: 'new side hangs', stage: 'shadow', newSide: 'billing' },
  { name: 'new side resets', stage: 'shadow', newSide: 'identity' },
];

interface Round {
  latencies: Float64Array;
  failed: number;
  compared: number;
}

await buildTargets();
const postgres = await startPostgres({ dataDir: join(directory, 'postgres'), persistent: false });
await postgres.createDatabase('shadow');
const started: Program[] = [];
try {
  if (isInstalled('taskset')) spawnSync('taskset', ['-acp', String(loadProcessor), String(process.pid)]);
  const oldPortal = await start('old-portal', {});
  const [portal, billing, identity] = [
    await start('new-side', {}),
    await start('new-side', { BENCH_CONDITION: 'hangs' }),
    await start('new-side', { BENCH_CONDITION: 'resets' }),
  ];
  put(without);
  const gateway = await startNode('gateway', 0, {
    ...gatewayEnvironment(oldPortal.url, postgres.url('shadow'), {
      portal: portal.url,
      billing: billing.url,
      identity: identity.url,
    }),
    MIGRATION_FILE: migrationFile,
  });
  started.push(gateway);
  const client = new pg.Client({ connectionString: postgres.url('shadow') });
  await client.connect();

  const rounds = new Map(cases.map((each): [Case, Round[]] => [each, []]));
  // Once for the compiler to have seen all of it.
  for (let number = 0; number <= values.rounds; number += 1) {
    for (const [each, measured] of rounds) {
      const round = await measure(each, gateway, client);
      if (number > 0) measured.push(round);
    }
  }
  await client.end();
  print(
    `${processors} processors, Node ${process.version}, ${perSecond} requests a second, ` +
      `the median of ${values.rounds} rounds of ${values.seconds} s, taken in turns`,
  );
  print(`${''.padEnd(18)}  p50 ms    p99 ms  p99.9 ms   failed  comparisons/s     p50 and p99 as a share of without`);
  const baseline = figures(rounds.get(without) ?? []);
  for (const [{ name }, measured] of rounds) print(row(name, measured, baseline));
} finally {
  for (const program of started) await program.stop();
  await postgres.stop();
}

async function start(name: string, env: Record<string, string>): Promise<Program> {
  const program = await startNode(name, loadProcessor, env);
  started.push(program);
  return program;
}

async function measure(each: Case, gateway: Program, client: pg.Client): Promise<Round> {
  put(each);
  await after(settleMs);
  const before = await comparisons(client);
  const customers = new Customers([`${gateway.url}/page`], perSecond, { cookie: gateway.cookie ?? '' });
  await after(values.seconds * 1_000);
  const failed = (await customers.leave()).length;
  // Written every other second.
  await after(3_000);
  return { latencies: customers.latenciesMs(), failed, compared: (await comparisons(client)) - before };
}

async function comparisons(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ compared: string | null }>(
    `select sum(compared) as compared from capability_parity where fact = 'answer'`,
  );
  return Number(rows[0]?.compared ?? 0);
}

function put({ stage, newSide }: Case): void {
  writeFileSync(
    `${migrationFile}.next`,
    `capabilities:
  invoices:
    stage: ${stage}
    routes:
      - { path: /page, legacy: legacy-portal, new: ${newSide} }
      - { path: /bills, new: ${newSide} }
    parity:
      - when: GET /page
        legacy:
          each: table.invoices tr[data-no]
          facts: { number: "@data-no", amount: .amount | money, due: .due | date }
        new:
          get: /bills
          each: $[*]
          facts: { number: no, amount: amount | money, due: due | date }
fixed: [{ path: /, upstream: legacy-portal }]
`,
  );
  renameSync(`${migrationFile}.next`, migrationFile);
}

function figures(measured: readonly Round[]): { p50: number; p99: number; p999: number } {
  const of = (share: number): number => {
    const values = measured.map(({ latencies }) => latencies[Math.floor(latencies.length * share)] ?? 0);
    return values.sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
  };
  return { p50: of(0.5), p99: of(0.99), p999: of(0.999) };
}

function row(name: string, measured: readonly Round[], baseline: { p50: number; p99: number }): string {
  const { p50, p99, p999 } = figures(measured);
  const failed = measured.reduce((sum, round) => sum + round.failed, 0);
  const compared = measured.reduce((sum, round) => sum + round.compared, 0);
  const share = (one: number, other: number): string => `${((one / other) * 100).toFixed(0)} %`.padStart(10);
  return [
    name.padEnd(18),
    ...[p50, p99, p999].map((each) => each.toFixed(2).padStart(8)),
    String(failed).padStart(8),
    (compared / measured.length / values.seconds).toFixed(1).padStart(14),
    share(p50, baseline.p50),
    share(p99, baseline.p99),
  ].join('  ');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
