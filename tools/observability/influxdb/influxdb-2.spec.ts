import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../../topology/topology.ts';
import type { ObservedSystem } from '../observed-system.ts';
import { applyPlan, changing, planOf } from '../plan.ts';
import { type InfluxDb2Double, startInfluxDb2Double } from '../testing/influxdb-2-double.ts';
import { influxDb } from './influxdb.ts';

const token = 'token-of-the-test';

let server: InfluxDb2Double;

beforeAll(async () => {
  server = await startInfluxDb2Double(token);
});

afterAll(() => server.stop());

function system(organization = 'wellspring'): ObservedSystem {
  return influxDb(
    { url: server.url, version: 2, organization },
    { root: workspaceRoot, environment: 'dev', secrets: { INFLUXDB_TOKEN: token } },
  );
}

async function planned(): Promise<string[]> {
  return changing(await planOf(system())).map(({ content, action }) => `${action} ${content.kind} ${content.name}`);
}

describe('what InfluxDB 2 keeps', () => {
  it('is a bucket for each database, a mapping so that InfluxQL finds it, and a task that thins', async () => {
    expect(await planned()).toEqual([
      'create bucket wellspring',
      'create mapping wellspring',
      'create bucket wellspring_year',
      'create mapping wellspring_year',
      'create task wellspring_year',
    ]);
    await applyPlan(await planOf(system()));
    expect(await planned()).toEqual([]);
    expect(server.kept.get('buckets')).toMatchObject([
      { retentionRules: [{ type: 'expire', everySeconds: 604_800 }] },
      { retentionRules: [{ type: 'expire', everySeconds: 31_622_400 }] },
    ]);
    expect(server.kept.get('dbrps')?.[0]).toMatchObject({
      bucketID: 'buckets-1',
      database: 'wellspring',
      default: true,
    });
    expect(String(server.kept.get('tasks')?.[0]?.['flux'])).toContain('aggregateWindow(every: 5m, fn: last');
  });

  it('is seen when it was changed by hand, and put back', async () => {
    const [bucket] = server.kept.get('buckets') ?? [];
    const [task] = server.kept.get('tasks') ?? [];
    Object.assign(bucket ?? {}, { retentionRules: [{ type: 'expire', everySeconds: 86_400 }] });
    Object.assign(task ?? {}, { status: 'inactive' });
    server.kept.set('dbrps', []);
    expect(await planned()).toEqual([
      'change bucket wellspring',
      'create mapping wellspring',
      'create mapping wellspring_year',
      'change task wellspring_year',
    ]);
    await applyPlan(await planOf(system()));
    expect(await planned()).toEqual([]);
  });

  it('is looked for in an organization that is there', async () => {
    await expect(planOf(system('elsewhere'))).rejects.toThrow('There is no organization elsewhere');
  });
});
