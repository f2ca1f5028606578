import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../../topology/topology.ts';
import { InfluxDbClient } from '../testing/influxdb-client.ts';
import { startInfluxDb2 } from '../testing/influxdb-2-server.ts';
import { type InfluxDbServer, startInfluxDb } from '../testing/influxdb-server.ts';
import { alerts } from './alerts.ts';
import { firing } from './evaluate.ts';
import { readLimits } from './limits.ts';
import { scenarios, type Story } from './scenarios.ts';

const all = alerts(readLimits(workspaceRoot));
/** As is scraped; days are written more thinly, which no rule that looks at days can tell. */
const stepSeconds = 10;
const hour = 3_600;

describe.each([
  ['InfluxDB 1', startInfluxDb],
  ['InfluxDB 2', startInfluxDb2],
] as const)('the alert rules, on the real %s', (_, start) => {
  let server: InfluxDbServer;
  let client: InfluxDbClient;

  beforeAll(async () => {
    server = await start();
    client = new InfluxDbClient(server);
  });

  afterAll(() => server.stop());

  /** Hours of it, written at once. */
  async function tell(database: string, stories: Story[], hours: number, endSeconds: number): Promise<void> {
    await server.makeDatabase(database);
    const step = hours > 6 ? 6 * stepSeconds : stepSeconds;
    for (const { series, fields } of stories) {
      const lines: string[] = [];
      for (let before = hours * hour; before > 0; before -= step) {
        const values = Object.entries(fields(before) ?? {}).map(([field, value]) => `${field}=${value}`);
        if (values.length > 0) lines.push(`${series} ${values.join(',')} ${endSeconds - before}`);
      }
      await client.write(database, lines);
    }
  }

  it('have a scenario each', () => {
    expect(Object.keys(scenarios).toSorted()).toEqual(all.map(({ name }) => name).toSorted());
  });

  it.each(all.map((alert) => [alert.name, alert] as const))(
    '%s fires on its fault, and on nothing else',
    async (name, alert) => {
      const scenario = scenarios[name];
      if (!scenario) throw new Error(`There is no scenario for ${name}`);
      const endSeconds = Math.floor(Date.now() / 60_000) * 60;
      const ask = (database: string) => (influxql: string) => client.ask(influxql, database);
      // Twice as long as it looks back, so that there is a before.
      const hours = (scenario.hours ?? 1) + 1;
      await tell(`${name}-healthy`, scenario.healthy, hours, endSeconds);
      await tell(`${name}-fault`, scenario.fault, hours, endSeconds);
      expect(await firing(alert, endSeconds * 1_000, ask(`${name}-healthy`))).toEqual([]);
      expect(await firing(alert, endSeconds * 1_000, ask(`${name}-fault`))).toEqual([scenario.told]);
    },
  );

  it('tell of a capability that fails badly, and not of the others', async () => {
    const alert = all.find(({ name }) => name === 'burns-in-hours');
    const { fault = [], healthy = [] } = scenarios['burns-in-hours'] ?? {};
    if (!alert) throw new Error('There is no such alert');
    const endSeconds = Math.floor(Date.now() / 60_000) * 60;
    const others = healthy.map(({ series, fields }) => ({ series: series.replace('=invoices', '=usage'), fields }));
    await tell('two-capabilities', [...fault, ...others], 2, endSeconds);
    expect(await firing(alert, endSeconds * 1_000, (influxql) => client.ask(influxql, 'two-capabilities'))).toEqual([
      { capability: 'invoices' },
    ]);
  });

  it('tell nobody of a fault that is over', async () => {
    const alert = all.find(({ name }) => name === 'burns-in-hours');
    const { fault = [] } = scenarios['burns-in-hours'] ?? {};
    if (!alert) throw new Error('There is no such alert');
    const endSeconds = Math.floor(Date.now() / 60_000) * 60;
    const over = fault.map(({ series, fields }) => ({
      series,
      // As it was until half an hour ago; nothing has gone up since.
      fields: (before: number) => fields(Math.max(before, 1_800)),
    }));
    await tell('fault-over', over, 2, endSeconds);
    expect(await firing(alert, endSeconds * 1_000, (influxql) => client.ask(influxql, 'fault-over'))).toEqual([]);
  });
});
