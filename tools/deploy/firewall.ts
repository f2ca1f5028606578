/**
 * Every flow an environment needs, from the same two sources as the network policies: the topology says who calls whom,
 * the environment's values say where what is outside the cluster is.
 */
import { type App, hubCallbacks } from '../topology/topology.ts';
import { chartTopology, deployed } from './chart-topology.ts';
import { addressesOf, type Flow } from './flow.ts';
import { oldPortalPlaces, type OldPortalPlace } from './old-portals.ts';
import { logAgentFlows } from './log-agent-flows.ts';
import { telegrafFlows } from './telegraf-flows.ts';
import { readServiceValues, type ServiceValues } from './values.ts';

export function firewallFlows(root: string, environment: string, apps: App[]): Flow[] {
  const portals = oldPortalPlaces(root, environment);
  const services = deployed(apps).map((app) => ({
    app,
    values: readServiceValues(root, environment, app.name),
    portals,
  }));
  const telegraf = telegrafFlows(root, environment);
  const registries = new Set([...services.map(({ values }) => values.image.registry), telegraf.registry]);
  const hosts = new Set([...registries].map((registry) => registry.split('/')[0] ?? registry));
  return [
    ...services.flatMap((service) => flowsOf(service, apps)),
    ...telegraf.flows,
    ...logAgentFlows(root, environment),
    ...[...hosts].map(imagesFrom),
  ];
}

interface PlacedService {
  app: App;
  values: ServiceValues;
  portals: OldPortalPlace[];
}

function flowsOf({ app, values, portals }: PlacedService, apps: App[]): Flow[] {
  const topology = chartTopology(app, apps);
  const { service, management } = topology.ports;
  const { network, database } = values;
  const pods = `pods of ${app.name}`;
  const inside = (flow: Omit<Flow, 'crosses' | 'protocol'>): Flow => ({ ...flow, protocol: 'TCP', crosses: 'cluster' });
  const across = (flow: Omit<Flow, 'crosses' | 'protocol'>): Flow => ({
    ...flow,
    protocol: 'TCP',
    crosses: 'boundary',
  });

  const flows: Flow[] = [];
  for (const { app: caller, outside, port, why } of topology.callers) {
    if (!outside) flows.push(inside({ from: `pods of ${caller}`, to: pods, port, why }));
    for (const from of values.callers[caller]?.networks ?? []) {
      if (!outside) continue;
      flows.push(across({ from: `${from} (${caller})`, to: pods, port, why }));
      flows.push(
        ...entranceOf(app.name, port, values).map((way) => across({ from: `${from} (${caller})`, ...way, why })),
      );
    }
  }
  for (const { app: callee, outside, env, as, why } of topology.calls) {
    if (!outside) continue;
    const system = values.outside[env];
    if (as !== 'profile' && !system)
      throw new Error(`service.outside.${env} is missing in the values of ${app.name}: where ${callee} is (${why})`);
    const places = as === 'profile' ? portals : system ? [{ urls: system.url, networks: system.networks }] : [];
    for (const { urls, networks } of places) {
      for (const to of networks) {
        for (const { host, port } of addressesOf(urls)) {
          flows.push(across({ from: pods, to: `${to} (${host})`, port, why }));
        }
      }
    }
  }
  const listeners = topology.hub ? values.outside[hubCallbacks] : undefined;
  for (const to of listeners?.networks ?? []) {
    for (const { host, port } of addressesOf(listeners?.url ?? '')) {
      flows.push(across({ from: pods, to: `${to} (${host})`, port, why: 'events, to those who registered for them' }));
    }
  }
  if (topology.database) {
    for (const to of database.networks) {
      flows.push(across({ from: pods, to: `${to} (PostgreSQL)`, port: database.port, why: 'its database' }));
      flows.push(
        across({ from: `migration of ${app.name}`, to: `${to} (PostgreSQL)`, port: database.port, why: 'its schema' }),
      );
    }
  }
  if (topology.public) {
    flows.push(inside({ from: `ingress (${network.ingress.namespace})`, to: pods, port: service, why: 'customers' }));
  }
  if (topology.operators) {
    const from = `ingress (${network.operatorIngress.namespace})`;
    flows.push(inside({ from, to: pods, port: service, why: 'operators' }));
  }
  flows.push(inside({ from: `scraper (${network.scraper.namespace})`, to: pods, port: management, why: 'metrics' }));
  for (const from of network.apiServerNetworks) {
    for (const port of [service, management]) {
      flows.push(across({ from: `${from} (API server)`, to: pods, port, why: 'checks of a deployment' }));
    }
  }
  for (const protocol of ['UDP', 'TCP'] as const) {
    const to = `DNS (${network.dns.namespace})`;
    flows.push({ ...inside({ from: pods, to, port: 53, why: 'names' }), protocol });
    if (topology.database)
      flows.push({ ...inside({ from: `migration of ${app.name}`, to, port: 53, why: 'names' }), protocol });
  }
  return flows;
}

/** Where somebody outside knocks; a node passes it on to the service's own port, in the pod beside it. */
function entranceOf(service: string, port: number, { entrance }: ServiceValues): Pick<Flow, 'to' | 'port'>[] {
  if (entrance === undefined) return [];
  if (entrance.type === 'LoadBalancer') return [{ to: `load balancer of ${service}`, port }];
  return [{ to: 'nodes of the cluster', port: entrance.nodePort ?? port }];
}

function imagesFrom(registry: string): Flow {
  const [{ host, port } = { host: registry, port: 443 }] = addressesOf(`https://${registry}`);
  return { from: 'nodes of the cluster', to: host, port, why: 'images', protocol: 'TCP', crosses: 'boundary' };
}
