/** Docker networks in which exactly the calls that service.yaml declares are possible: from whom, to whom, on which port. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { App, PortKind } from '../../topology/topology.ts';
import type { Engine } from '../engine.ts';
import type { Flow } from './forwarder.ts';

/** The name by which an app reaches its database. */
export const databaseHost = 'postgres';

/** Where the folder with the database's socket is inside the forwarder. */
const socketFolder = '/run/postgresql';

export interface NetworkPlan {
  /** Prefix of every name, so that several systems can run side by side. */
  prefix: string;
  apps: App[];
  portOf: (app: App, kind: PortKind) => number;
  databasePort: number;
  /** Folder on this machine with a socket `database` that leads to the server. */
  databaseSocketFolder: string;
  /** An image with Node, for the forwarder. */
  image: string;
}

export interface Networks {
  networkOf: (app: string) => string;
  /** The only other address in an app's network. */
  forwarderAddress: (app: string) => Promise<string>;
  remove: () => Promise<void>;
}

export async function createNetworks(engine: Engine, plan: NetworkPlan): Promise<Networks> {
  const networkOf = (app: string): string => `${plan.prefix}-${app}`;
  const outside = `${plan.prefix}-outside`;
  const forwarder = `${plan.prefix}-forwarder`;
  const names = plan.apps.map(({ name }) => networkOf(name));
  const remove = async (): Promise<void> => {
    await engine.docker(['container', 'rm', '--force', forwarder]).catch(() => undefined);
    await engine.docker(['network', 'rm', ...names, outside]).catch(() => undefined);
  };
  try {
    await engine.docker(['network', 'create', outside]);
    // Internal: no way out of it, neither to another network nor to the Internet.
    for (const name of names) await engine.docker(['network', 'create', '--internal', name]);
    await createForwarder(engine, plan, { forwarder, outside, networkOf });
  } catch (error) {
    await remove();
    throw error;
  }
  const forwarderAddress = (app: string): Promise<string> => {
    const format = `{{(index .NetworkSettings.Networks "${networkOf(app)}").IPAddress}}`;
    return engine.docker(['container', 'inspect', '--format', format, forwarder]);
  };
  return { networkOf, forwarderAddress, remove };
}

async function createForwarder(
  engine: Engine,
  plan: NetworkPlan,
  names: { forwarder: string; outside: string; networkOf: (app: string) => string },
): Promise<void> {
  const flows = await flowsOf(engine, plan, names);
  const published = plan.apps.flatMap((app) => portsOf(app).map((kind) => plan.portOf(app, kind)));
  await engine.docker(
    [
      ...['container', 'create', '--name', names.forwarder, '--network', names.outside],
      ...published.flatMap((port) => ['--publish', `127.0.0.1:${port}:${port}`]),
      ...['--volume', `${plan.databaseSocketFolder}:${socketFolder}`],
      // Of other servers of names there is no need: what this engine does not know is not there.
      ...['--dns', '127.0.0.1'],
      ...['--env', 'FLOWS', '--read-only', '--cap-drop', 'ALL', '--user', '10001:10001'],
      ...[plan.image, 'node', '--input-type=module-typescript', '--eval', forwarderSource()],
    ],
    { env: { FLOWS: JSON.stringify(flows) } },
  );
  for (const app of plan.apps) {
    const aliases = [...app.calls.map((call) => call.app), ...(app.database ? [databaseHost] : [])];
    await engine.docker([
      ...['network', 'connect', ...[...new Set(aliases)].flatMap((alias) => ['--alias', alias])],
      ...[names.networkOf(app.name), names.forwarder],
    ]);
  }
  await engine.docker(['container', 'start', names.forwarder]);
}

async function flowsOf(
  engine: Engine,
  { apps, portOf, prefix, databasePort }: NetworkPlan,
  { outside, networkOf }: { outside: string; networkOf: (app: string) => string },
): Promise<Flow[]> {
  const flows: Flow[] = [];
  const outsideNetwork = await subnetOf(engine, outside);
  for (const app of apps) {
    const network = await subnetOf(engine, networkOf(app.name));
    for (const call of app.calls) {
      const callee = apps.find(({ name }) => name === call.app);
      if (!callee) throw new Error(`${app.name} calls ${call.app}, which is not an app`);
      const port = portOf(callee, call.port);
      // Two calls of one app may lead to the same place.
      if (flows.some((flow) => flow.network === network && flow.port === port)) continue;
      flows.push({ network, port, to: { host: `${prefix}-${callee.name}-app`, port } });
    }
    if (app.database) flows.push({ network, port: databasePort, to: { path: `${socketFolder}/database` } });
    // From this machine to everything: it plays the browsers, the cluster's probes and the operator of the tests.
    for (const kind of portsOf(app)) {
      const port = portOf(app, kind);
      flows.push({ network: outsideNetwork, port, to: { host: `${prefix}-${app.name}-app`, port } });
    }
  }
  return flows;
}

async function subnetOf(engine: Engine, network: string): Promise<string> {
  const config = await engine.docker(['network', 'inspect', '--format', '{{json .IPAM.Config}}', network]);
  const [first] = z.tuple([z.object({ Subnet: z.string() })]).parse(JSON.parse(config));
  return first.Subnet;
}

function portsOf(app: App): PortKind[] {
  return app.ports.management ? ['service', 'management'] : ['service'];
}

function forwarderSource(): string {
  return readFileSync(join(import.meta.dirname, 'forwarder.ts'), 'utf8');
}
