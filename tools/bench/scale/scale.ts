/** The services with as many customers as are asked for: how fast copies are made, how long reads take, how much memory. */
import { setTimeout as delay } from 'node:timers/promises';
import { TokenIssuer } from '@wellspring/testing/tokens';
import { benchStack, type BenchStack } from './bench-stack.ts';
import { load, request, type Measured } from './load.ts';
import { residentMb } from './process-usage.ts';
import { addCustomers, countOf, someCustomers } from './scale-data.ts';
import { figure, table } from './table.ts';

export interface ScaleOptions {
  customers: number;
  /** Length of the measurement of each read. */
  seconds: number;
  connections: number;
}

interface Read {
  name: string;
  app: string;
  path: string;
}

/** A service, the table that its feed fills, and where that comes from. */
const copies = [
  { app: 'billing', database: 'billing', table: 'bill', of: 'invoice' },
  { app: 'inventory', database: 'inventory', table: 'product', of: 'service' },
  { app: 'usage', database: 'usage', table: 'usage_record', of: 'usage_record' },
] as const;

const reads: readonly Read[] = [
  { name: 'bills', app: 'billing', path: '/tmf-api/customerBillManagement/v4/customerBill' },
  { name: 'to pay', app: 'billing', path: '/tmf-api/accountManagement/v4/financialAccount' },
  { name: 'services', app: 'inventory', path: '/tmf-api/productInventory/v4/product' },
  { name: 'what is left', app: 'usage', path: '/tmf-api/usageConsumption/v4/queryUsageConsumption' },
  { name: 'usage by day', app: 'usage', path: '/tmf-api/usageManagement/v4/usageDay?limit=100' },
  { name: 'single uses', app: 'usage', path: '/tmf-api/usageManagement/v4/usage' },
];

const customersAsked = 500;
const pollMs = 250;

/** @returns the report as text. */
export async function benchScale({ customers, seconds, connections }: ScaleOptions): Promise<string> {
  const issuers = new Map<string, TokenIssuer>();
  for (const { app } of copies) issuers.set(app, await TokenIssuer.start(app));
  const settings = [...issuers].map(([app, { jwksUrl }]) => [app, { JWKS_URL: jwksUrl }] as const);
  const stack = await benchStack({ backoffice: { CUSTOMERS: '0' }, ...Object.fromEntries(settings) });
  try {
    const made = await makeCustomers(stack, customers);
    const copied: string[][] = [];
    const pids = new Map<string, number | undefined>();
    for (const copy of copies) {
      const total = await countOf(stack.databaseUrl('backoffice'), copy.of);
      const startedMs = performance.now();
      const { pid } = await stack.start(copy.app);
      pids.set(copy.app, pid);
      while ((await countOf(stack.databaseUrl(copy.database), copy.table)) < total) await delay(pollMs);
      const took = (performance.now() - startedMs) / 1000;
      copied.push([copy.app, figure(total), figure(took, 1), figure(total / took), figure(pid && residentMb(pid))]);
    }
    const measured: (readonly [Read, Measured])[] = [];
    for (const read of reads) {
      const issuer = issuers.get(read.app);
      if (!issuer) throw new Error(`${read.app} has no copy.`);
      const asked = someCustomers(customers, customersAsked);
      const tokens = await Promise.all(asked.map((id) => issuer.tokenFor(id, { expiresInSeconds: 7_200 })));
      measured.push([read, await measure(stack, read, tokens, { seconds, connections })]);
    }
    return report({ customers, seconds, connections, made, copied, measured, pids });
  } finally {
    await stack.stop();
    for (const issuer of issuers.values()) await issuer.stop();
  }
}

/** Gives how long the database took to make customers, bills, services and usage. */
async function makeCustomers(stack: BenchStack, customers: number): Promise<number> {
  const empty = await stack.start('backoffice');
  await empty.stop();
  const startedMs = performance.now();
  await addCustomers(stack.databaseUrl('backoffice'), customers);
  await stack.start('backoffice');
  return (performance.now() - startedMs) / 1000;
}

function measure(
  stack: BenchStack,
  { app, path }: Read,
  tokens: readonly string[],
  { seconds, connections }: Pick<ScaleOptions, 'seconds' | 'connections'>,
): Promise<Measured> {
  const requests = tokens.map((token) => request(path, { authorization: `Bearer ${token}` }));
  return load({ host: '127.0.0.1', port: stack.port(app), requests }, connections, seconds * 1000);
}

interface Results extends ScaleOptions {
  made: number;
  copied: string[][];
  measured: readonly (readonly [Read, Measured])[];
  pids: ReadonlyMap<string, number | undefined>;
}

function report({ customers, seconds, connections, made, copied, measured, pids }: Results): string {
  const memory = (app: string): number | undefined => {
    const pid = pids.get(app);
    return pid === undefined ? undefined : residentMb(pid);
  };
  const rows = measured.map(([{ name, app }, { requestsPerSecond, p50Ms, p99Ms }]) => [
    name,
    figure(requestsPerSecond),
    figure(p50Ms, 1),
    figure(p99Ms, 1),
    figure(memory(app)),
  ]);
  return [
    `${customers} customers, made by the database in ${figure(made, 1)} s`,
    '',
    table(['first copy', 'records', 's', 'records/s', 'RSS MB'], copied),
    '',
    `reads of ${customersAsked} customers in turn, ${connections} connections, ${seconds} s each`,
    '',
    table(['', 'req/s', 'p50 ms', 'p99 ms', 'RSS MB'], rows),
  ].join('\n');
}
