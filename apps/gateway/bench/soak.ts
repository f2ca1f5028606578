/**
 * `npm run bench:gateway -- soak`: mixed load on the real gateway while its clients abort, its upstream breaks and its
 * stages change. Ends with 1 when an answer was wrong, or something kept growing.
 */
import { mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aNumber, command, parsed, wholeNumber } from '@wellspring/command';
import { startPostgres } from '@wellspring/testing/postgres';
import { buildTargets } from './build.ts';
import { gatewayEnvironment } from './gateway-environment.ts';
import { startNode } from './programs.ts';
import { behaveRoughly } from './rough-client.ts';

const values = parsed(
  command(
    'bench:gateway',
    'Mixed load with faults and changing stages. Fails when an answer was wrong, or memory grew.',
  )
    .option('--minutes <minutes>', 'how long', aNumber({ min: 0.1 }), 30)
    .option('--workers <count>', 'customers at the same time', wholeNumber({ min: 1 }), 40),
).opts<{ minutes: number; workers: number }>();
const endsAt = Date.now() + values.minutes * 60_000;
const directory = mkdtempSync(join(tmpdir(), 'gateway-soak-'));
const migrationFile = join(directory, 'migration.yaml');
const counts = new Map<string, number>();
const wrong: string[] = [];
const allowedGrowth = 64 * 1_048_576;

await buildTargets();
const postgres = await startPostgres({ dataDir: join(directory, 'postgres'), persistent: false });
await postgres.createDatabase('soak');
const upstream = await startNode('troubled-upstream', 1, {});
setStage('canary');
const gateway = await startNode('gateway', 0, {
  ...gatewayEnvironment(upstream.url, postgres.url('soak')),
  MIGRATION_FILE: migrationFile,
});
const agent = new http.Agent({ keepAlive: true, maxSockets: values.workers });

const samples: { rss: number; sockets: number }[] = [];
const sampler = setInterval(() => {
  samples.push(sample());
}, 5_000);
const stages = ['new', 'legacy', 'canary', 'shadow', 'new', 'canary'];
let turn = 0;
const changer = setInterval(() => {
  setStage(stages[turn++ % stages.length] ?? 'new');
}, 2_000);

await Promise.all([beRough(), ...Array.from({ length: values.workers }, (_, n) => work(n))]);
clearInterval(changer);
clearInterval(sampler);
agent.destroy();
await new Promise((resolve) => setTimeout(resolve, 6_000));
const last = sample();
report();
await gateway.stop();
await upstream.stop();
await postgres.stop();
process.exitCode = wrong.length > 0 || last.rss - settled().rss > allowedGrowth || last.sockets > 40 ? 1 : 0;

async function work(n: number): Promise<void> {
  for (let i = n; Date.now() < endsAt; i += values.workers) {
    const method = i % 5 === 0 ? 'POST' : 'GET';
    const outcome = await ask(method, i, i % 31 === 0);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    if (!isExpected(outcome, i, method)) wrong.push(`${method} /data/${i}: ${outcome}`);
  }
}

/** Beside the many, a few clients that keep to nothing. */
async function beRough(): Promise<void> {
  for (let turn = 0; Date.now() < endsAt; turn += 1) {
    // Numbers the upstream answers without trouble.
    const outcome = await behaveRoughly(gateway.url, turn, turn * 200 + 20);
    const [conduct = '', got] = outcome.split(': ', 2);
    counts.set(conduct, (counts.get(conduct) ?? 0) + 1);
    if (got !== undefined) wrong.push(outcome.slice(0, 500));
  }
}

/** Broken exchanges are the upstream's doing for these numbers, and nobody else's. */
function isExpected(outcome: string, number: number, method: string): boolean {
  if (outcome === 'ok' || outcome === 'aborted') return true;
  const trouble = number % 200;
  if (outcome === '503') return trouble === 13;
  if (outcome === '502') return trouble === 7 && (method === 'POST' || number >= 0);
  return outcome === 'cut' && trouble === 11;
}

function ask(method: string, number: number, abort: boolean): Promise<string> {
  return new Promise((resolve) => {
    const headers = { cookie: gateway.cookie ?? '', ...(method === 'POST' && { 'content-length': 4_000 }) };
    const request = http.request(`${gateway.url}/data/${number}`, { agent, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('error', () => {
        resolve('cut');
      });
      response.on('end', () => {
        resolve(verdict(response.statusCode ?? 0, text, number, method));
      });
    });
    request.on('error', () => {
      resolve(abort ? 'aborted' : 'reset');
    });
    request.end(method === 'POST' ? 'x'.repeat(4_000) : undefined);
    if (abort) setTimeout(() => request.destroy(), number % 20);
  });
}

function verdict(status: number, text: string, number: number, method: string): string {
  if (status !== 200) return String(status);
  return text === JSON.stringify({ number, method }) ? 'ok' : 'wrong answer';
}

function setStage(stage: string): void {
  writeFileSync(
    `${migrationFile}.next`,
    `capabilities:
  invoices:
    stage: ${stage}
    routes: [{ path: /data, legacy: legacy-portal, new: billing }]
    canary: { percent: 50, include: [anonymous] }
    guardrails: { onBreach: alert }
fixed: [{ path: /, upstream: billing }]
`,
  );
  renameSync(`${migrationFile}.next`, migrationFile);
}

function sample(): { rss: number; sockets: number } {
  const [pid] = gateway.pids;
  const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]) * 1_024;
  return { rss, sockets: readdirSync(`/proc/${String(pid)}/fd`).length };
}

/** Memory once everything has been used: after the first fifth. */
function settled(): { rss: number } {
  return { rss: Math.max(...samples.slice(0, Math.max(1, Math.ceil(samples.length / 5))).map(({ rss }) => rss)) };
}

function report(): void {
  const mb = (bytes: number): string => (bytes / 1_048_576).toFixed(0);
  const lines = [
    `answers: ${[...counts].map(([name, count]) => `${name} ${count}`).join(', ')}`,
    `unexpected: ${wrong.length}${wrong.length > 0 ? ` (${wrong.slice(0, 10).join('; ')})` : ''}`,
    `memory: settled ${mb(settled().rss)} MB, most ${mb(Math.max(...samples.map(({ rss }) => rss)))} MB, at the end ${mb(last.rss)} MB`,
    `open files: most ${Math.max(...samples.map(({ sockets }) => sockets))}, at the end ${last.sockets}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
