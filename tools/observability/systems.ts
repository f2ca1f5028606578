import { readEnvironment } from '../deploy/environment.ts';
import { elasticsearch } from './elasticsearch/elasticsearch.ts';
import { grafana } from './grafana/grafana.ts';
import { influxDb } from './influxdb/influxdb.ts';
import { kibana } from './kibana/kibana.ts';
import type { ObservedSystem, Surroundings } from './observed-system.ts';

/** The systems of an environment that it has an address for. */
export function observedSystems(surroundings: Surroundings): ObservedSystem[] {
  const at = readEnvironment(surroundings.root, surroundings.environment).observability;
  return [
    ...(at.influxdb ? [influxDb(at.influxdb, surroundings)] : []),
    ...(at.grafana ? [grafana({ grafana: at.grafana, influxdb: at.influxdb }, surroundings)] : []),
    ...(at.elasticsearch ? [elasticsearch(at.elasticsearch, surroundings)] : []),
    ...(at.kibana ? [kibana(at.kibana, surroundings)] : []),
  ];
}
