import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { workspaceRoot } from '../../topology/topology.ts';
import type { ObservedSystem } from '../observed-system.ts';
import { applyPlan, changing, planOf } from '../plan.ts';
import { type GrafanaDouble, startGrafanaDouble } from '../testing/grafana-double.ts';
import { grafana } from './grafana.ts';

const portal = 'api/dashboards/uid/wellspring-portal';
const rules = 'api/v1/provisioning/folder/wellspring/rule-groups/Wellspring';

let server: GrafanaDouble;

beforeAll(async () => {
  server = await startGrafanaDouble();
});

afterAll(() => server.stop());

function system(token = server.token, version: 1 | 2 = 1): ObservedSystem {
  return grafana(
    {
      grafana: { url: server.url },
      influxdb: { url: 'https://influxdb.example.internal', version, organization: 'wellspring' },
    },
    {
      root: workspaceRoot,
      environment: 'dev',
      secrets: { GRAFANA_TOKEN: token, GRAFANA_INFLUXDB_TOKEN: 'grafana:with:colons' },
    },
  );
}

async function planned(): Promise<string[]> {
  return changing(await planOf(system())).map(({ content, action }) => `${action} ${content.kind} ${content.name}`);
}

describe('what Grafana shows', () => {
  it('is planned, made below the path Grafana is served at, and then as described', async () => {
    expect(await planned()).toEqual([
      'create data source Wellspring metrics, a week',
      'create data source Wellspring metrics, a year',
      'create folder Wellspring',
      'create dashboard Portal',
      'create dashboard Background systems',
      'create dashboard One service',
      'create dashboard Nodes and pods',
      'create alert rules Wellspring',
    ]);
    await applyPlan(await planOf(system()));
    expect(await planned()).toEqual([]);
  });

  it('reads InfluxDB as a user who only reads, whose password is told to nobody', () => {
    const source = server.kept.get('api/datasources/uid/wellspring-metrics');
    expect(source).toMatchObject({
      user: 'grafana',
      jsonData: { dbName: 'wellspring' },
      secureJsonFields: { password: true },
    });
    expect(JSON.stringify([...server.kept])).not.toContain('with:colons');
  });

  it('reads InfluxDB 2 with a token', async () => {
    const [source] = (await planOf(system(server.token, 2))).contents;
    expect(source).toMatchObject({
      action: 'change',
      content: {
        wanted: { jsonData: { httpHeaderName1: 'Authorization' }, secureJsonFields: { httpHeaderValue1: true } },
      },
    });
  });

  it('is seen when somebody changed it there, and put back', async () => {
    const { dashboard, meta } = z
      .object({ dashboard: z.looseObject({ panels: z.array(z.looseObject({})) }), meta: z.object({}).loose() })
      .parse(server.kept.get(portal));
    const [first, ...others] = dashboard.panels;
    server.kept.set(portal, { dashboard: { ...dashboard, panels: [{ ...first, title: 'Mine' }, ...others] }, meta });
    server.kept.delete(rules);
    const plan = await planOf(system());
    expect(changing(plan).map(({ action, fields }) => [action, fields[0]?.path])).toEqual([
      ['change', 'dashboard.panels[0].title'],
      ['create', ''],
    ]);
    await applyPlan(plan);
    expect(await planned()).toEqual([]);
  });

  it('loses a dashboard of ours that nothing describes any more, and none of others', async () => {
    const meta = { folderUid: 'wellspring' };
    server.kept.set('api/dashboards/uid/wellspring-old', { dashboard: { title: 'Old' }, meta });
    server.kept.set('api/dashboards/uid/of-others', { dashboard: { title: 'Of others' }, meta });
    const plan = await planOf(system());
    expect(changing(plan).map(({ content, action }) => `${action} ${content.name}`)).toEqual(['delete Old']);
    await applyPlan(plan);
    expect(server.kept.has('api/dashboards/uid/wellspring-old')).toBe(false);
    expect(server.kept.has('api/dashboards/uid/of-others')).toBe(true);
  });

  it('is not touched without the right to', async () => {
    await expect(planOf(system('wrong'))).rejects.toThrow('401 Invalid API key');
  });
});
