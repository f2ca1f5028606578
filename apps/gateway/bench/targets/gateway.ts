/** The whole gateway, everything on unless `BENCH_WITHOUT` names it. Tells its parent its address and a customer's cookie. */
import { migrate } from '@wellspring/persistence';
import { AccessLog, createService, StdoutSink, TrafficMetrics } from '@wellspring/platform';
import { migrationToken, type Migration } from '../../src/migration/migration.ts';
import { ProxyMetrics } from '../../src/proxy/proxy.metrics.ts';
import { gateway } from '../../src/service.ts';
import { SessionCookie } from '../../src/session/session-cookie.ts';

const { env } = process;
const without = new Set((env['BENCH_WITHOUT'] ?? '').split(','));
const nothing = (): void => undefined;
if (without.has('access-log')) AccessLog.prototype.finished = nothing;
if (without.has('metrics')) {
  TrafficMetrics.prototype.finished = nothing;
  ProxyMetrics.prototype.responded = nothing;
}

await migrate(gateway, { env });
const service = await createService(gateway, { env, logSink: new StdoutSink({ maxBufferedBytes: 8_388_608 }) });
await service.start();

const migration = service.get<Migration>(migrationToken);
if (without.has('windows')) {
  migration.outcomes.record = nothing;
  migration.outcomes.began = () => () => false;
}

const now = Date.now();
const cookie = service.get<SessionCookie>(SessionCookie).write({
  id: 'bench-session-0001',
  customerId: 'C-1001',
  email: 'c-1001@example.com',
  name: 'Mari Maasikas',
  locale: 'et',
  segment: 'residential',
  providerSession: undefined,
  openedFrom: undefined,
  startedAt: now,
  issuedAt: now,
  expiresAt: now + 3_600_000,
});
process.send?.({ url: service.url, cookie: cookie.split(';', 1)[0] });
process.on('SIGTERM', () => void service.stop().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));
