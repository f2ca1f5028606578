import { LOG_LEVELS } from '../logging/ecs-logging.ts';
import { AccessLog } from '../traffic/access-log.ts';
import { HttpPort } from '../traffic/http-port.ts';
import { TrafficMetrics } from '../traffic/traffic.metrics.ts';
import type { PlatformCore } from './platform-core.ts';

/** The port customers' traffic comes in by: counted, logged, limited. */
export function createServicePort({ definition, settings, metrics, sink }: PlatformCore): HttpPort {
  const { name: serviceName, loggedQuery: query = [] } = definition;
  const { serviceVersion, logLevel } = settings;
  const isQuiet = LOG_LEVELS[logLevel] < LOG_LEVELS.info;
  const observers = [
    new TrafficMetrics(metrics),
    ...(isQuiet ? [] : [new AccessLog(sink, { serviceName, serviceVersion, query })]),
  ];
  const port = new HttpPort(settings, { trustsCallers: definition.edge !== true, observers });
  metrics.gauge({
    name: 'http_server_requests_in_flight',
    help: 'Incoming requests not answered yet',
    collect: (gauge) => {
      gauge.set({}, port.inFlight);
    },
  });
  return port;
}
