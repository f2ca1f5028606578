export { eventually, type EventuallyOptions } from './eventually.ts';
export { type Postgres, type PostgresOptions, startPostgres } from './postgres/index.ts';
export { type TemporaryDatabase, temporaryDatabase } from './postgres/index.ts';
export { FaultProxy, faultProxy, type FaultProxyOptions } from './fault-proxy/fault-proxy.ts';
