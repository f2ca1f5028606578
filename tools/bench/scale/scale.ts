/** Services with as many customers as are asked for: how fast changes come in, how long reads take, memory and disk. */
import { TokenIssuer } from '@wellspring/testing/tokens';
import { benchStack, type BenchStack } from '../bench-stack.ts';
import { figure, table } from '../table.ts';
import { addCustomers } from './customers.ts';
import { type DroppedWhileRead, dropWhileRead } from './drop-while-read.ts';
import { type Answered, MeasuredService, type ReadLoad, type Synced } from './measured-service.ts';
import type { Sample } from './multiply.ts';
import { onDatabase } from './on-database.ts';
import { type ScaledService, scaledServices } from './scaled-services.ts';

export interface ScaleOptions extends ReadLoad {
  /** How many there are to be, one measurement after the other. */
  customers: readonly number[];
  /** Which of the services. */
  services: readonly string[];
  /** Largest a service's database may become. */
  diskGb: number;
}

/** One service with so many customers. */
interface Measurement {
  app: string;
  customers: number;
  fillSeconds: number;
  gigabytes: number;
  synced: Synced;
  reads: { name: string; answered: Answered }[];
}

/** Customers who come by the feed, at first and for each measurement. */
const sample: Sample = { first: 1_000_001, count: 1_000 };
const firstAnnounced = 9_000_001;

/** @returns the report as text. */
export async function benchScale(options: ScaleOptions): Promise<string> {
  const issuers = new Map<string, TokenIssuer>();
  for (const { app } of scaledServices) issuers.set(app, await TokenIssuer.start(app));
  const settings = [...issuers].map(([app, { jwksUrl }]) => [app, { JWKS_URL: jwksUrl }] as const);
  const stack = await benchStack({ backoffice: { CUSTOMERS: '0' }, ...Object.fromEntries(settings) });
  try {
    await prepare(stack);
    const measurements: Measurement[] = [];
    const dropped: DroppedWhileRead[] = [];
    let announced = firstAnnounced;
    for (const service of scaledServices.filter(({ app }) => options.services.includes(app))) {
      const issuer = issuers.get(service.app);
      if (!issuer) throw new Error(`${service.app} has no keys.`);
      const measured = new MeasuredService(stack, service, issuer, sample);
      await measured.sync();
      for (const customers of options.customers) {
        const measurement = await measure(measured, service, customers, announced, options);
        measurements.push(measurement);
        console.log(progressOf(measurement));
        announced += sample.count;
      }
      if (service.app === 'usage') dropped.push(await dropWhileRead(measured, service, options));
      await measured.stop();
      await stack.dropDatabase(service.app);
    }
    return report(measurements, dropped, options);
  } finally {
    await stack.stop();
    for (const issuer of issuers.values()) await issuer.stop();
  }
}

/** The background systems with the first customers. */
async function prepare(stack: BenchStack): Promise<void> {
  await onDatabase(stack.databaseUrl('postgres'), async (client) => {
    for (const setting of [`max_wal_size = '4GB'`, `checkpoint_timeout = '15min'`, `work_mem = '64MB'`])
      await client.query(`ALTER SYSTEM SET ${setting}`);
    await client.query('SELECT pg_reload_conf()');
  });
  await stack.prepare('backoffice');
  await addCustomers(stack.databaseUrl('backoffice'), sample.first, sample.count);
  await stack.start('backoffice');
}

async function measure(
  measured: MeasuredService,
  service: ScaledService,
  wanted: number,
  announced: number,
  { diskGb, seconds, connections }: ScaleOptions,
): Promise<Measurement> {
  const customers = await asTheDiskAllows(measured, wanted, diskGb);
  const fillSeconds = await measured.growTo(customers);
  const gigabytes = await measured.gigabytes;
  await measured.announce(announced, sample.count);
  const synced = await measured.sync();
  const reads: Measurement['reads'] = [];
  for (const read of service.reads) {
    reads.push({ name: read.name, answered: await measured.read(read, { seconds, connections }) });
  }
  return { app: service.app, customers, fillSeconds, gigabytes, synced, reads };
}

/** As many customers as fit, by what those there are take; a multiple of the sample. */
async function asTheDiskAllows(measured: MeasuredService, wanted: number, diskGb: number): Promise<number> {
  const each = (await measured.gigabytes) / measured.customers;
  const fitting = Math.min(wanted, Math.floor(diskGb / each));
  return Math.max(measured.customers, Math.floor(fitting / sample.count) * sample.count);
}

/** A long run says what it has by now. */
function progressOf({ app, customers, synced, reads }: Measurement): string {
  const asked = reads.map(({ name, answered }) => `${name} p99 ${figure(answered.p99Ms, 1)} ms`).join(', ');
  return `  ${app}, ${customers} customers: ${figure(synced.recordsPerSecond)} records/s; ${asked}`;
}

function report(
  measurements: readonly Measurement[],
  dropped: readonly DroppedWhileRead[],
  { seconds, connections, diskGb }: ScaleOptions,
): string {
  const copies = measurements.map(({ app, customers, fillSeconds, gigabytes, synced }) => [
    app,
    figure(customers),
    figure(gigabytes, 2),
    figure(fillSeconds),
    figure(synced.records),
    figure(synced.recordsPerSecond),
    figure(synced.cpuMs, 1),
    figure(synced.rssMb),
  ]);
  const reads = measurements.flatMap(({ app, customers, reads: own }) =>
    own.map(({ name, answered }) => [
      `${app}: ${name}`,
      figure(customers),
      figure(answered.requestsPerSecond),
      figure(answered.p50Ms, 1),
      figure(answered.p99Ms, 1),
      figure(answered.cpuUs),
      figure(answered.rssMb),
    ]),
  );
  return [
    `Changes of ${sample.count} customers that come in over the feed, on top of those there are (${diskGb} GB a service at most)`,
    '',
    table(['', 'customers', 'GB', 'filled in s', 'records', 'records/s', 'CPU ms/1000', 'RSS MB'], copies),
    '',
    `Reads of 2000 customers in turn, ${connections} connections, ${seconds} s each`,
    '',
    table(['', 'customers', 'req/s', 'p50 ms', 'p99 ms', 'CPU µs/req', 'RSS MB'], reads),
    ...dropped.flatMap(({ partitions, read, before, meanwhile }) => [
      '',
      `${partitions} partitions of usage dropped while "${read}" was asked for: p99 ${figure(meanwhile.p99Ms, 1)} ms ` +
        `(without: ${figure(before.p99Ms, 1)} ms), ${meanwhile.count} answers, none failed`,
    ]),
  ].join('\n');
}
