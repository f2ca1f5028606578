/** `GET customerBill` of the billing service with everything on, side by side with a bare Fastify + pg server. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { TokenIssuer } from '@wellspring/testing/tokens';
import { endsWithUs } from '@wellspring/testing/processes';
import { benchStack, type BenchStack } from './bench-stack.ts';
import { load, request, type Measured, type Target } from './load.ts';
import { cpuMs, residentMb } from './process-usage.ts';
import { figure, median, table } from './table.ts';

export interface BillsOptions {
  /** Length of one measurement; each side gets one in every round. */
  seconds: number;
  rounds: number;
  connections: number;
}

interface Side {
  name: string;
  pid: number;
  target: Target;
  measured: (Measured & { cpuMicroseconds: number | undefined })[];
}

const customers = 200;
const billsEach = 12;
const path = '/tmf-api/customerBillManagement/v4/customerBill';
const goal = 0.8;
const syncTimeoutMs = 120_000;

/** @returns the report as text. */
export async function benchBills(options: BillsOptions): Promise<string> {
  const issuer = await TokenIssuer.start('billing');
  const stack = await benchStack({
    backoffice: { CUSTOMERS: String(customers) },
    billing: { JWKS_URL: issuer.jwksUrl },
  });
  let bare: ChildProcess | undefined;
  try {
    await stack.start('backoffice');
    const billing = await stack.start('billing');
    const ids = Array.from({ length: customers }, (_, index) => `C-${1001 + index}`);
    const tokens = await Promise.all(ids.map((id) => issuer.tokenFor(id, { expiresInSeconds: 3_600 })));
    const requests = tokens.map((token) => request(path, { authorization: `Bearer ${token}` }));
    const service: Side = side('billing, everything on', billing.pid, stack.port('billing'), requests);
    await untilCopied(stack, tokens);

    const started = await startBare(stack.databaseUrl('billing'));
    bare = started.process;
    const bareRequests = ids.map((id) => request(`/customers/${id}/bills`));
    const baseline: Side = side('bare Fastify + pg', bare.pid, started.port, bareRequests);
    await requireSameAnswer(stack.port('billing'), tokens[0] ?? '', started.port, ids[0] ?? '');

    await measure([baseline, service], options);
    return report(baseline, service, options);
  } finally {
    bare?.kill();
    await stack.stop();
    await issuer.stop();
  }
}

function side(name: string, pid: number | undefined, port: number, requests: Buffer[]): Side {
  if (pid === undefined) throw new Error(`${name} does not run.`);
  return { name, pid, target: { host: '127.0.0.1', port, requests }, measured: [] };
}

/** The background sync brings all bills; asking each customer's once shows that it has. */
async function untilCopied(stack: BenchStack, tokens: string[]): Promise<void> {
  const deadline = Date.now() + syncTimeoutMs;
  for (const token of tokens) {
    while ((await bills(stack.port('billing'), path, { authorization: `Bearer ${token}` })).count < billsEach) {
      if (Date.now() > deadline) throw new Error('The billing service does not get its copy of the bills.');
      await delay(200);
    }
  }
}

async function requireSameAnswer(servicePort: number, token: string, barePort: number, id: string): Promise<void> {
  const ours = await bills(servicePort, path, { authorization: `Bearer ${token}` });
  const theirs = await bills(barePort, `/customers/${id}/bills`);
  if (ours.text !== theirs.text) throw new Error('The two servers do not give the same answer: nothing to compare.');
}

async function bills(
  port: number,
  pathname: string,
  headers: Record<string, string> = {},
): Promise<{ text: string; count: number }> {
  const response = await fetch(`http://127.0.0.1:${port}${pathname}`, { headers });
  const text = await response.text();
  const body: unknown = response.ok ? JSON.parse(text) : [];
  return { text, count: Array.isArray(body) ? body.length : 0 };
}

async function startBare(databaseUrl: string): Promise<{ process: ChildProcess; port: number }> {
  const child = endsWithUs(
    spawn(process.execPath, [join(import.meta.dirname, 'bare-bills.ts')], {
      env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  const lines: unknown[] = await once(createInterface({ input: child.stdout }), 'line');
  return { process: child, port: Number(lines[0]) };
}

/** In turns, and in the other order every time, so that whatever else the machine does falls on both. */
async function measure(sides: [Side, Side], { seconds, rounds, connections }: BillsOptions): Promise<void> {
  for (const { target } of sides) await load(target, connections, (seconds * 1000) / 2);
  for (let round = 0; round < rounds; round += 1) {
    for (const each of round % 2 === 0 ? sides : sides.toReversed()) {
      const before = cpuMs(each.pid);
      const measured = await load(each.target, connections, seconds * 1000);
      const after = cpuMs(each.pid);
      const used = before === undefined || after === undefined ? undefined : after - before;
      each.measured.push({
        ...measured,
        cpuMicroseconds: used === undefined ? undefined : (used * 1000) / measured.count,
      });
    }
  }
}

function report(baseline: Side, service: Side, { seconds, rounds, connections }: BillsOptions): string {
  const rows = [baseline, service].map((each) => [
    each.name,
    figure(median(each.measured.map(({ requestsPerSecond }) => requestsPerSecond))),
    figure(median(each.measured.map(({ p50Ms }) => p50Ms)), 1),
    figure(median(each.measured.map(({ p99Ms }) => p99Ms)), 1),
    figure(median(each.measured.flatMap(({ cpuMicroseconds }) => cpuMicroseconds ?? []))),
    figure(residentMb(each.pid)),
  ]);
  // Round by round: two measurements next to each other have the same weather.
  const ratios = service.measured.map(
    ({ requestsPerSecond }, round) => requestsPerSecond / (baseline.measured[round]?.requestsPerSecond ?? NaN),
  );
  return [
    `GET customerBill: a customer's ${billsEach} bills, ${customers} customers, ${connections} connections, ` +
      `${rounds} rounds of ${seconds} s, medians`,
    '',
    table(['', 'req/s', 'p50 ms', 'p99 ms', 'CPU µs/req', 'RSS MB'], rows),
    '',
    `${figure(median(ratios), 2)} of the bare server (rounds: ${ratios.map((ratio) => figure(ratio, 2)).join(' ')}; goal: ${goal})`,
  ].join('\n');
}
