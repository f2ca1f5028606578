/** A real InfluxDB 1 for tests, with nothing in it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@wellspring/testing/eventually';
import { freePort } from '@wellspring/testing/processes';
import { ApiClient } from '../api-client.ts';
import { influxd } from '../programs.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { patient } from './patient.ts';

export interface InfluxDbServer {
  url: string;
  daemon: Daemon;
  /** As whoever may do everything. */
  authorization: string;
  /** Another one than ours, kept for ever. */
  makeDatabase: (name: string) => Promise<void>;
  stop: () => Promise<void>;
}

/** The administrator that InfluxDB is asked as. */
export const administrator = { name: 'admin', password: 'admin-of-the-test' };

export async function startInfluxDb(): Promise<InfluxDbServer> {
  const [port, backupPort] = [await freePort(), await freePort()];
  const daemon = startDaemon({
    path: influxd.path,
    args: (folder) => {
      const file = join(folder, 'influxdb.conf');
      writeFileSync(file, configuration(folder, port, backupPort));
      return ['-config', file];
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const { name, password } = administrator;
  await eventually(async () => {
    const query = new URLSearchParams({ q: `CREATE USER "${name}" WITH PASSWORD '${password}' WITH ALL PRIVILEGES` });
    const response = await fetch(`${url}/query?${query.toString()}`, { method: 'POST' });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  }, patient);
  const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  const client = new ApiClient({ url, headers: { authorization } });
  return {
    url,
    daemon,
    authorization,
    makeDatabase: async (database) => {
      const query = new URLSearchParams({ q: `CREATE DATABASE "${database}"` });
      await client.call({ method: 'POST', path: `query?${query.toString()}` });
    },
    stop: () => daemon.stop(),
  };
}

function configuration(folder: string, port: number, backupPort: number): string {
  return `
reporting-disabled = true
bind-address = "127.0.0.1:${backupPort}"
[meta]
  dir = "${folder}/meta"
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
[http]
  bind-address = "127.0.0.1:${port}"
  auth-enabled = true
  log-enabled = false
[continuous_queries]
  run-interval = "1s"
`;
}
