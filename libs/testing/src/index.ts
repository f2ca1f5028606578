export { eventually, type EventuallyOptions } from './eventually.ts';
export {
  type FakeAnswer,
  type FakeRequest,
  type FakeRoute,
  FakeServer,
  type Interceptor,
} from './fake-server/fake-server.ts';
export { ListenerFake, type Told } from './listener-fake.ts';
export {
  copyServer,
  crash,
  giveToServer,
  type Postgres,
  type PostgresOptions,
  startPostgres,
  startStandby,
} from './postgres/index.ts';
export { type TemporaryDatabase, temporaryDatabase } from './postgres/index.ts';
export { FaultProxy, faultProxy, type FaultProxyOptions } from './fault-proxy/fault-proxy.ts';
export { type LogLine } from './service/captured-log.ts';
export { type RunningService } from './service/running-service.ts';
export { type ServiceUnderTest, serviceUnderTest } from './service/service-under-test.ts';
export { syncToEnd } from './sync-to-end.ts';
export { type TokenClaims, TokenIssuer } from './tokens/token-issuer.ts';
