/**
 * `npm run bench:gateway -- restarts`: every service behind the gateway restarts, one of its two addresses after the other,
 * while customers read and write. Ends with 1 when a request failed.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aNumber, command, parsed, wholeNumber } from '@wellspring/command';
import { startPostgres } from '@wellspring/testing/postgres';
import { Load } from '../test/support/load.ts';
import { buildTargets } from './build.ts';
import { gatewayEnvironment } from './gateway-environment.ts';
import { startNode, type Program } from './programs.ts';

const { minutes, workers } = parsed(
  command('bench:gateway', 'Restarts what is behind the gateway under load, again and again. Fails when a request did.')
    .option('--minutes <minutes>', 'how long', aNumber({ min: 0.1 }), 5)
    .option('--workers <count>', 'customers at the same time', wholeNumber({ min: 1 }), 20),
).opts<{ minutes: number; workers: number }>();
const endsAt = Date.now() + minutes * 60_000;

await buildTargets();
const postgres = await startPostgres({
  dataDir: join(mkdtempSync(join(tmpdir(), 'restarts-')), 'db'),
  persistent: false,
});
await postgres.createDatabase('restarts');
const replicas = [await startReplica('0'), await startReplica('0')];
const addresses = replicas.map(({ url }) => url).join();
const gateway = await startNode('gateway', 0, {
  ...gatewayEnvironment(addresses.split(',')[0] ?? '', postgres.url('restarts'), { billing: addresses }),
  CLIENT_REQUESTS_PER_SECOND: '1000000',
});
const load = new Load(() => gateway.url, { paths: ['/data'], workers });

let restarts = 0;
while (Date.now() < endsAt) {
  const at = restarts % replicas.length;
  const replica = replicas[at];
  if (replica === undefined) break;
  await replica.stop();
  replicas[at] = await startReplica(new URL(replica.url).port);
  restarts += 1;
}
await load.stop();
process.stdout.write(
  `${restarts} restarts, ${load.answered} requests answered, ${load.wrong.length} failed\n` +
    [...new Set(load.wrong)]
      .slice(0, 10)
      .map((each) => `${each}\n`)
      .join(''),
);
for (const each of [gateway, ...replicas]) await each.stop();
await postgres.stop();
process.exitCode = load.wrong.length > 0 ? 1 : 0;

function startReplica(port: string): Promise<Program> {
  return startNode('restarted-service', 1, { PORT: port, MANAGEMENT_PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'error' });
}
