/**
 * `npm run bench:gateway -- rollback`: how soon a guardrail takes a capability back. Customers come at a fixed rate, half of
 * them to the new side, which was healthy for longer than the guardrail's window when it breaks: the hardest moment to notice it. The time is
 * from the fault to the last request sent to the new side, or to the decision in the audit when that was later.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { aNumber, command, list, oneOf, parsed, wholeNumber } from '@wellspring/command';
import { startPostgres } from '@wellspring/testing/postgres';
import pg from 'pg';
import { buildTargets } from './build.ts';
import { Customers } from './customers.ts';
import { gatewayEnvironment } from './gateway-environment.ts';
import { startNode, type Program } from './programs.ts';
import { type Answer, UpstreamWithFaults } from './upstream-with-faults.ts';

const healthy: Answer = (response) => {
  setTimeout(() => response.end('a page'), 20);
};
/** What becomes of the new side. `slow`: a second, where the guardrail allows 300 ms. */
const faults: Record<string, Answer> = {
  fails: (response) => response.writeHead(500).end('broken'),
  slow: (response) => {
    setTimeout(() => response.end('a page'), 1_000);
  },
  hangs: () => undefined,
  resets: (response) => response.destroy(),
};

interface Options {
  runs: number;
  rate: number;
  percent: number;
  replicas: number[];
  warmUp: number;
  faults: string[];
}

const values = parsed(
  command('bench:gateway', 'How soon a guardrail takes a capability back once the new side fails.')
    .option('--runs <count>', 'of each fault', wholeNumber({ min: 1 }), 5)
    .option('--rate <count>', 'requests a second', aNumber({ min: 1 }), 50)
    .option('--percent <share>', 'of them go to the new side', aNumber({ min: 1, max: 100 }), 50)
    .option('--replicas <counts>', 'of the gateway, one after the other', list(wholeNumber({ min: 1 })), [1, 3])
    .option('--warm-up <seconds>', 'before the fault', aNumber({ min: 0 }), 32)
    .option('--faults <names>', 'of the new side', list(oneOf(...Object.keys(faults))), Object.keys(faults)),
).opts<Options>();
const { runs } = values;
const directory = mkdtempSync(join(tmpdir(), 'gateway-rollback-'));

interface Scene {
  fault: string;
  fresh: UpstreamWithFaults;
  gateways: readonly Program[];
  client: pg.Client;
  stop: () => Promise<void>;
}

interface Measured {
  tookMs: number;
  reason: string;
  customersFailed: string[];
}

await buildTargets();
const postgres = await startPostgres({ dataDir: join(directory, 'postgres'), persistent: false });
try {
  print(
    `${availableParallelism()} processors, Node ${process.version}, ${values.rate} requests a second, ` +
      `${values.percent} % of them to the new side, ${runs} runs of each`,
  );
  for (const replicas of values.replicas) {
    print(`\n${`${replicas} replica${replicas === 1 ? '' : 's'}`.padEnd(14)}median s   worst s  customers failed`);
    // Every fault has gateways and a database of its own, so they can be waited for together.
    const scenes: Scene[] = [];
    for (const fault of values.faults) scenes.push(await setUp(fault, replicas));
    for (const line of await Promise.all(scenes.map(row))) print(line);
    for (const scene of scenes) await scene.stop();
  }
} finally {
  await postgres.stop();
}

async function row(scene: Scene): Promise<string> {
  const measured: Measured[] = [];
  // Each run has a capability of its own, which nothing has happened to yet.
  for (let run = 1; run <= runs; run++) measured.push(await oneRun(`run-${run}`, scene));
  const seconds = measured.map(({ tookMs }) => tookMs / 1_000).sort((left, right) => left - right);
  const failed = measured.flatMap(({ customersFailed }) => customersFailed);
  const times = [seconds[Math.floor(seconds.length / 2)], seconds.at(-1)].map((each) => (each ?? 0).toFixed(2));
  const cells = [scene.fault.padEnd(12), ...times.map((time) => time.padStart(10)), String(failed.length).padStart(18)];
  return `${cells.join('')}   ${[measured.at(-1)?.reason ?? '', ...new Set(failed)].join('; ')}`;
}

async function setUp(fault: string, replicas: number): Promise<Scene> {
  const database = `rollback_${fault}_${replicas}`;
  await postgres.createDatabase(database);
  const legacy = await UpstreamWithFaults.start(healthy);
  const fresh = await UpstreamWithFaults.start(healthy);
  const env = {
    ...gatewayEnvironment(legacy.url, postgres.url(database), { portal: fresh.url }),
    MIGRATION_FILE: migrationFile(database),
  };
  const gateways: Program[] = [];
  for (let count = 0; count < replicas; count++)
    gateways.push(await startNode('gateway', count % availableParallelism(), env));
  const client = new pg.Client({ connectionString: postgres.url(database) });
  await client.connect();
  const stop = async (): Promise<void> => {
    await client.end();
    for (const gateway of gateways) await gateway.stop();
    await legacy.stop();
    await fresh.stop();
  };
  return { fault, fresh, gateways, client, stop };
}

async function oneRun(capability: string, { fault, fresh, gateways, client }: Scene): Promise<Measured> {
  fresh.answer = healthy;
  // The breaker remembers the run before; what it refuses would be held against this one.
  const recovering = new Customers(
    gateways.map(({ url }) => `${url}/recovery`),
    values.rate,
  );
  await after(12_000);
  await recovering.leave();
  const customers = new Customers(
    gateways.map(({ url }) => `${url}/${capability}`),
    values.rate,
  );
  await after(values.warmUp * 1_000);
  const brokeAt = Date.now();
  fresh.answer = faults[fault] ?? healthy;
  const { at, reason } = await decision(capability, client);
  // Long enough for every replica to have followed.
  await after(2_000);
  const customersFailed = await customers.leave();
  return { tookMs: Math.max(at, fresh.askedAt) - brokeAt, reason, customersFailed };
}

async function decision(capability: string, client: pg.Client): Promise<{ at: number; reason: string }> {
  for (;;) {
    const { rows } = await client.query<{ at: Date; reason: string }>(
      `select at, reason from capability_audit where capability = $1 and action = 'rollback'`,
      [capability],
    );
    const [first] = rows;
    if (first !== undefined) return { at: first.at.getTime(), reason: first.reason };
    await after(50);
  }
}

function migrationFile(name: string): string {
  const file = join(directory, `${name}.yaml`);
  const capabilities = Array.from(
    { length: runs },
    (_, run) => `  run-${run + 1}:
    stage: canary
    routes: [{ path: /run-${run + 1}, legacy: legacy-portal, new: portal }]
    canary: { percent: ${values.percent} }
`,
  );
  writeFileSync(
    file,
    `capabilities:\n${capabilities.join('')}fixed: [{ path: /recovery, upstream: portal }, { path: /, upstream: legacy-portal }]\n`,
  );
  return file;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
