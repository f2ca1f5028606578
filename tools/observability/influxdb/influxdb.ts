import type { Observability } from '../../deploy/environment.ts';
import { ApiClient } from '../api-client.ts';
import { declaredMetrics } from '../metrics/declared-metrics.ts';
import { type ObservedSystem, secretOf, type Surroundings } from '../observed-system.ts';
import { readDatabases } from './databases.ts';
import { thinnings } from './fields.ts';
import { contentsOfInfluxDb1 } from './influxdb-1.ts';
import { contentsOfInfluxDb2 } from './influxdb-2.ts';

type Settings = NonNullable<Observability['influxdb']>;

/** The databases of metrics. Needs rights to make them: `INFLUXDB_TOKEN`, which for InfluxDB 1 is `user:password`. */
export function influxDb({ url, version, organization }: Settings, surroundings: Surroundings): ObservedSystem {
  return {
    name: 'InfluxDB',
    url,
    contents: () => {
      const token = secretOf(
        surroundings,
        'INFLUXDB_TOKEN',
        version === 1 ? 'an administrator, user:password' : 'of an operator',
      );
      const authorization = version === 1 ? `Basic ${Buffer.from(token).toString('base64')}` : `Token ${token}`;
      const client = new ApiClient({ url, headers: { authorization } });
      const databases = readDatabases(surroundings.root);
      const fields = thinnings(declaredMetrics(surroundings.root));
      return version === 1
        ? contentsOfInfluxDb1(client, databases, fields)
        : contentsOfInfluxDb2(client, organization, databases, fields);
    },
  };
}
