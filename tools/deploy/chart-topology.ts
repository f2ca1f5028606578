/**
 * What a service's chart knows of the topology: `deploy/charts/<app>/topology.yaml`, derived from every
 * `apps/<app>/service.yaml`. It is committed, so that a chart is complete by itself; a test fails when it is out of date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { App, Call } from '../topology/topology.ts';

export interface ChartTopology {
  ports: { service: number; management: number };
  database: boolean;
  public: boolean;
  operators: boolean;
  hub: boolean;
  calls: { app: string; outside: boolean; env: string; as?: Call['as']; port?: number; path?: string; why: string }[];
  callers: { app: string; outside: boolean; port: number; why: string }[];
}

const heading = `# What this chart knows of apps/*/service.yaml, which is the place to change it. Generated:
#   npm run deploy -- generate
`;

/** Apps that are deployed; the others stand in for systems outside the cluster. */
export function deployed(apps: App[]): App[] {
  return apps.filter(({ kind }) => kind === 'service');
}

export function chartTopology(app: App, apps: App[]): ChartTopology {
  const { service, management } = app.ports;
  if (management === undefined) throw new Error(`apps/${app.name}/service.yaml: ports.management: a service needs one`);
  return {
    ports: { service, management },
    database: app.database !== undefined,
    public: app.public,
    operators: app.operators,
    hub: app.hub,
    calls: app.calls.map((call) => {
      const callee = find(apps, call.app);
      const { env, why } = call;
      const as = call.as === 'address' ? {} : { as: call.as };
      if (callee.kind === 'stand-in') return { app: call.app, outside: true, env, ...as, why };
      return {
        app: call.app,
        outside: false,
        env,
        ...as,
        port: portOf(callee, call),
        ...(call.path && { path: call.path }),
        why,
      };
    }),
    callers: apps.flatMap((caller) =>
      caller.calls
        .filter((call) => call.app === app.name)
        .map((call) => ({
          app: caller.name,
          outside: caller.kind === 'stand-in',
          port: portOf(app, call),
          why: call.why,
        })),
    ),
  };
}

export function chartTopologyText(app: App, apps: App[]): string {
  return heading + stringify(chartTopology(app, apps), { lineWidth: 0 });
}

/** Where each service says what it measures: all that Telegraf has to reach. */
export function scrapedPorts(apps: App[]): { app: string; port: number }[] {
  return deployed(apps)
    .map((app) => ({ app: app.name, port: chartTopology(app, apps).ports.management }))
    .sort((a, b) => a.app.localeCompare(b.app));
}

function topologyFile(chart: string): string {
  return `deploy/charts/${chart}/topology.yaml`;
}

/** @returns the files that were out of date, now rewritten. */
export function writeChartTopologies(root: string, apps: App[]): string[] {
  const stale = staleChartTopologies(root, apps);
  for (const { file, text } of stale) writeFileSync(join(root, file), text);
  return stale.map(({ file }) => file);
}

export function staleChartTopologies(root: string, apps: App[]): { file: string; text: string }[] {
  return [
    ...deployed(apps).map((app) => ({ file: topologyFile(app.name), text: chartTopologyText(app, apps) })),
    { file: topologyFile('telegraf'), text: heading + stringify({ scraped: scrapedPorts(apps) }) },
  ].filter(({ file, text }) => !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== text);
}

function portOf(callee: App, { port }: Call): number {
  const number = callee.ports[port];
  if (number === undefined) throw new Error(`${callee.name} has no ${port} port, but is called there`);
  return number;
}

function find(apps: App[], name: string): App {
  const app = apps.find((each) => each.name === name);
  if (!app) throw new Error(`There is no app called ${name}`);
  return app;
}
