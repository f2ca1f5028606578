import { logLevels } from '../logging/ecs-logging.ts';
import { AccessLog } from '../traffic/access-log.ts';
import type { ExchangeObserver } from '../traffic/exchange.ts';
import { Exchanges } from '../traffic/exchanges.ts';
import type { PortParts } from '../traffic/service-port.ts';
import { TrafficMetrics } from '../traffic/traffic.metrics.ts';
import type { PlatformCore } from './platform-core.ts';

/** Parts of the port customers' traffic comes in by: counted, logged, limited. */
export function servicePortParts(core: PlatformCore): PortParts {
  const { definition, settings, metrics, sink } = core;
  const { name: serviceName } = definition;
  const { serviceVersion, logLevel } = settings;
  const isQuiet = logLevels[logLevel] < logLevels.info;
  const parts = portParts(core, [
    new TrafficMetrics(metrics),
    ...(isQuiet ? [] : [new AccessLog(sink, { serviceName, serviceVersion })]),
  ]);
  metrics.gauge({
    name: 'http_server_requests_in_flight',
    help: 'Incoming requests not answered yet',
    collect: (gauge) => {
      gauge.set({}, parts.exchanges.size);
    },
  });
  return parts;
}

export function portParts({ settings }: PlatformCore, observers: readonly ExchangeObserver[]): PortParts {
  const { requestTimeoutMs, maxConcurrentRequests } = settings;
  return { options: settings, exchanges: new Exchanges({ requestTimeoutMs, maxConcurrentRequests, observers }) };
}
