/** Grafana: data sources, the folder of ours, dashboards and alert rules, through its HTTP API. */
import type { Dashboard } from './dashboard.ts';
import { z } from 'zod';
import type { Observability } from '../../deploy/environment.ts';
import { ApiClient } from '../api-client.ts';
import { type Content, type ObservedSystem, secretOf, type Surroundings } from '../observed-system.ts';
import { alertsFile, type Rules } from './alert-rules.ts';
import { folder } from './dashboard.ts';
import { dashboardFile } from './dashboards.ts';
import { readDataSources, dataSourcesFile, type DataSource } from './datasources.ts';
import { readGenerated } from './generated.ts';

export interface GrafanaOptions {
  grafana: NonNullable<Observability['grafana']>;
  /** What Grafana reads from. Absent: it has its data sources from somewhere else. */
  influxdb: Observability['influxdb'];
}

/**
 * Needs `GRAFANA_TOKEN` of a service account that may edit all of it, and, for Grafana to read with,
 * `GRAFANA_INFLUXDB_TOKEN`, which for InfluxDB 1 is `user:password`.
 */
export function grafana({ grafana: { url }, influxdb }: GrafanaOptions, surroundings: Surroundings): ObservedSystem {
  return {
    name: 'Grafana',
    url,
    contents: async () => {
      const token = secretOf(surroundings, 'GRAFANA_TOKEN', 'of a service account that may edit dashboards and rules');
      const api = new ApiClient({ url, headers: { authorization: `Bearer ${token}` } });
      const { dashboards, alerts } = readGenerated(surroundings.root);
      return [
        ...(influxdb ? dataSourceContents(api, influxdb, surroundings) : []),
        folderContent(api),
        ...dashboards.map((dashboard) => dashboardContent(api, dashboard)),
        ...(await strayDashboards(api, dashboards)),
        ...alerts.map((group) => rulesContent(api, group)),
      ];
    },
  };
}

function dataSourceContents(
  api: ApiClient,
  influxdb: NonNullable<Observability['influxdb']>,
  surroundings: Surroundings,
): Content[] {
  const token = secretOf(surroundings, 'GRAFANA_INFLUXDB_TOKEN', 'what Grafana reads InfluxDB with');
  return readDataSources(surroundings.root).map((source) => {
    const { settings, secrets } = dataSourceSettings(source, influxdb, token);
    const path = `api/datasources/uid/${source.uid}`;
    return {
      kind: 'data source',
      name: source.name,
      file: dataSourcesFile,
      // What is secret is not told: only that it is there.
      wanted: { ...settings, secureJsonFields: Object.fromEntries(Object.keys(secrets).map((name) => [name, true])) },
      read: () => api.find(path),
      write: async () => {
        const body = { ...settings, secureJsonData: secrets };
        if ((await api.find(path)) === undefined) await api.call({ method: 'POST', path: 'api/datasources', body });
        else await api.call({ method: 'PUT', path, body });
      },
    };
  });
}

function dataSourceSettings(
  { uid, name, database, interval }: DataSource,
  { url, version }: NonNullable<Observability['influxdb']>,
  token: string,
): { settings: Record<string, unknown>; secrets: Record<string, string> } {
  const common = { uid, name, type: 'influxdb', access: 'proxy', url };
  const jsonData = { dbName: database, version: 'InfluxQL', httpMode: 'POST', timeInterval: interval };
  if (version === 2) {
    return {
      settings: { ...common, jsonData: { ...jsonData, httpHeaderName1: 'Authorization' } },
      secrets: { httpHeaderValue1: `Token ${token}` },
    };
  }
  const [user = '', password = ''] = token.split(/:(.*)/s);
  return { settings: { ...common, user, jsonData }, secrets: { password } };
}

function folderContent(api: ApiClient): Content {
  const path = `api/folders/${folder.uid}`;
  return {
    kind: 'folder',
    name: folder.title,
    file: 'tools/observability/grafana/dashboard.ts',
    wanted: { uid: folder.uid, title: folder.title },
    read: () => api.find(path),
    write: async () => {
      if ((await api.find(path)) === undefined) await api.call({ method: 'POST', path: 'api/folders', body: folder });
      else await api.call({ method: 'PUT', path, body: { title: folder.title, overwrite: true } });
    },
  };
}

const found = z.object({ dashboard: z.record(z.string(), z.unknown()), meta: z.object({ folderUid: z.string() }) });

function dashboardContent(api: ApiClient, dashboard: Dashboard): Content {
  return {
    kind: 'dashboard',
    name: dashboard.title,
    file: dashboardFile(dashboard),
    wanted: { dashboard, folder: folder.uid },
    read: async () => {
      const answer = await api.find(`api/dashboards/uid/${dashboard.uid}`);
      if (answer === undefined) return undefined;
      const { dashboard: now, meta } = found.parse(answer);
      return { dashboard: now, folder: meta.folderUid };
    },
    write: async () => {
      const body = { dashboard, folderUid: folder.uid, overwrite: true, message: 'npm run observability -- apply' };
      await api.call({ method: 'POST', path: 'api/dashboards/db', body });
    },
  };
}

/** Dashboards with an id of ours that nothing describes any more. */
async function strayDashboards(api: ApiClient, dashboards: Dashboard[]): Promise<Content[]> {
  const known = new Set(dashboards.map(({ uid }) => uid));
  const listed = z
    .array(z.object({ uid: z.string(), title: z.string() }))
    .parse(await api.call({ path: 'api/search?type=dash-db&tag=wellspring&limit=1000' }));
  const strays = listed.filter(({ uid }) => uid.startsWith('wellspring-') && !known.has(uid));
  return strays.map(({ uid, title }) => ({
    kind: 'dashboard',
    name: title,
    file: dashboardFile({ uid }),
    wanted: undefined,
    read: () => api.find(`api/dashboards/uid/${uid}`),
    write: async () => {
      await api.call({ method: 'DELETE', path: `api/dashboards/uid/${uid}` });
    },
  }));
}

function rulesContent(api: ApiClient, group: Rules): Content {
  const path = `api/v1/provisioning/folder/${folder.uid}/rule-groups/${encodeURIComponent(group.title)}`;
  return {
    kind: 'alert rules',
    name: group.title,
    file: alertsFile,
    wanted: group,
    read: () => api.find(path),
    write: async () => {
      await api.call({ method: 'PUT', path, body: group });
    },
  };
}
