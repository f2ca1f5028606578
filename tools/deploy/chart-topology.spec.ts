import { describe, expect, it } from '@jest/globals';
import { readTopology, workspaceRoot } from '../topology/topology.ts';
import { chartTopology, staleChartTopologies } from './chart-topology.ts';

const apps = readTopology();

function topologyOf(name: string): ReturnType<typeof chartTopology> {
  const app = apps.find((each) => each.name === name);
  if (!app) throw new Error(`no ${name}`);
  return chartTopology(app, apps);
}

describe('topology.yaml of the charts', () => {
  it('says what service.yaml says (npm run deploy -- generate)', () => {
    expect(staleChartTopologies(workspaceRoot, apps).map(({ file }) => file)).toEqual([]);
  });

  it('has an address for what is inside and none for what is outside, which only the environment knows', () => {
    const { calls } = topologyOf('billing');
    expect(calls.find(({ env }) => env === 'JWKS_URL')).toMatchObject({ app: 'gateway', outside: false, port: 8081 });
    expect(calls.find(({ env }) => env === 'BILLING_ENGINE_URL')).toEqual({
      app: 'backoffice',
      outside: true,
      env: 'BILLING_ENGINE_URL',
      why: 'bills and their settlement',
    });
  });

  it('knows who calls a service, and at which of its ports', () => {
    const callers = topologyOf('gateway').callers.map(({ app, outside, port }) => ({ app, outside, port }));
    expect(callers).toContainEqual({ app: 'billing', outside: false, port: 8081 });
    expect(callers).toContainEqual({ app: 'legacy-portal', outside: true, port: 8081 });
    expect(callers.filter(({ port }) => port === 8080)).toEqual([{ app: 'pinpoint', outside: false, port: 8080 }]);
  });

  it('refuses a service without a management port', () => {
    const [app] = apps.filter(({ kind }) => kind === 'service');
    if (!app) throw new Error('no service');
    expect(() => chartTopology({ ...app, ports: { service: 1 } }, apps)).toThrow(
      'ports.management: a service needs one',
    );
  });
});
