/** A real InfluxDB 2 for tests, with an organization and nothing else in it. */
import { join } from 'node:path';
import { eventually } from '@wellspring/testing/eventually';
import { freePort } from '@wellspring/testing/processes';
import { z } from 'zod';
import { ApiClient } from '../api-client.ts';
import { influxd2 } from '../programs.ts';
import { startDaemon } from './daemon.ts';
import type { InfluxDbServer } from './influxdb-server.ts';
import { patient } from './patient.ts';

export interface InfluxDb2Server extends InfluxDbServer {
  /** May do everything. */
  token: string;
  organization: string;
}

const token = 'token-of-the-test';
const organization = 'wellspring';
const identified = z.object({ id: z.string() });
const organizations = z.object({ orgs: z.array(identified) });

export async function startInfluxDb2(): Promise<InfluxDb2Server> {
  const port = await freePort();
  const daemon = startDaemon({
    path: influxd2.path,
    args: (folder) => [
      ...['--http-bind-address', `127.0.0.1:${port}`, '--reporting-disabled', '--log-level', 'warn'],
      ...['--bolt-path', join(folder, 'influxd.bolt'), '--sqlite-path', join(folder, 'influxd.sqlite')],
      ...['--engine-path', join(folder, 'engine')],
    ],
  });
  const url = `http://127.0.0.1:${port}`;
  const setUp = { username: 'admin', password: 'admin-of-the-test', org: organization, bucket: 'first', token };
  const authorization = `Token ${token}`;
  const client = new ApiClient({ url, headers: { authorization } });
  await eventually(() => client.call({ method: 'POST', path: 'api/v2/setup', body: setUp }), patient);
  return {
    url,
    daemon,
    authorization,
    token,
    organization,
    makeDatabase: async (database) => {
      const bucket = await made('buckets', { name: database, retentionRules: [] });
      await made('dbrps', { bucketID: bucket.id, database, retention_policy: 'autogen', default: true });
    },
    stop: () => daemon.stop(),
  };

  async function made(kind: string, body: Record<string, unknown>): Promise<{ id: string }> {
    const { orgs } = organizations.parse(await client.call({ path: `api/v2/orgs?org=${organization}` }));
    const answer = await client.call({ method: 'POST', path: `api/v2/${kind}`, body: { ...body, orgID: orgs[0]?.id } });
    return identified.parse(answer);
  }
}
