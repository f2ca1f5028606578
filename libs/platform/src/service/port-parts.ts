import { logLevels } from '../logging/ecs-logging.ts';
import { AccessLog } from '../traffic/access-log.ts';
import type { ExchangeObserver } from '../traffic/exchange.ts';
import { Exchanges } from '../traffic/exchanges.ts';
import { Overload } from '../traffic/overload.ts';
import type { PortParts } from '../traffic/service-port.ts';
import { TrafficMetrics } from '../traffic/traffic.metrics.ts';
import type { PlatformCore } from './platform-core.ts';

/** Parts of the port customers' traffic comes in by: counted, logged, limited. */
export function servicePortParts(core: PlatformCore): PortParts {
  const { definition, settings, metrics, sink } = core;
  const { name: serviceName } = definition;
  const { serviceVersion, logLevel, overloadDelayMs } = settings;
  const overload = new Overload(overloadDelayMs);
  const isQuiet = logLevels[logLevel] < logLevels.info;
  const observers = [
    new TrafficMetrics(metrics),
    ...(isQuiet ? [] : [new AccessLog(sink, { serviceName, serviceVersion })]),
  ];
  const parts = portParts(core, observers, overload);
  metrics.gauge({
    name: 'http_server_refused_share',
    help: 'Share of incoming requests that is refused now because the event loop runs late',
    collect: (gauge) => {
      gauge.set({}, overload.refusedShare);
    },
  });
  metrics.gauge({
    name: 'http_server_requests_in_flight',
    help: 'Incoming requests not answered yet',
    collect: (gauge) => {
      gauge.set({}, parts.exchanges.size);
    },
  });
  return parts;
}

export function portParts(
  { settings }: PlatformCore,
  observers: readonly ExchangeObserver[],
  overload?: Overload,
): PortParts {
  const { requestTimeoutMs, maxConcurrentRequests } = settings;
  const exchanges = new Exchanges({ requestTimeoutMs, maxConcurrentRequests, overload, observers });
  return { options: settings, exchanges };
}
