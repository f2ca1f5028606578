import { readEnvironment } from '../deploy/environment.ts';
import { grafana } from './grafana/grafana.ts';
import { influxDb } from './influxdb/influxdb.ts';
import type { ObservedSystem, Surroundings } from './observed-system.ts';

/** The systems of an environment that it has an address for. */
export function observedSystems(surroundings: Surroundings): ObservedSystem[] {
  const { influxdb, grafana: grafanaAt } = readEnvironment(surroundings.root, surroundings.environment).observability;
  return [
    ...(influxdb ? [influxDb(influxdb, surroundings)] : []),
    ...(grafanaAt ? [grafana({ grafana: grafanaAt, influxdb }, surroundings)] : []),
  ];
}
