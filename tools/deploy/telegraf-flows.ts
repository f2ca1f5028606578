/** What Telegraf needs, from the same values as its network policy. */
import { join } from 'node:path';
import { z } from 'zod';
import { addressesOf, type Flow } from './flow.ts';
import { mergeValues, readValues } from './values.ts';

const networks = z.array(z.string());
const telegrafValues = z.looseObject({
  image: z.looseObject({ registry: z.string() }),
  influxdb: z.looseObject({ url: z.string(), networks }),
  nodes: z.object({ enabled: z.boolean(), networks }),
  certificates: z.array(z.object({ url: z.string(), networks })),
  network: z.looseObject({
    dns: z.looseObject({ namespace: z.string() }),
    apiServer: z.object({ networks, port: z.number() }),
  }),
});

const kubeletPort = 10_250;
const from = 'Telegraf';

/** Beside those to the services, which are listed with each service. */
export function telegrafFlows(root: string, environment: string): { flows: Flow[]; registry: string } {
  const { image, influxdb, nodes, certificates, network } = readTelegrafValues(root, environment);
  const placed = [
    { ...influxdb, why: 'what is measured' },
    ...certificates.map((each) => ({ ...each, why: 'how long its certificate is valid' })),
  ];
  const flows = [
    ...placed.flatMap(({ url, networks: there, why }) =>
      there.flatMap((to) => addressesOf(url).map(({ host, port }) => across(`${to} (${host})`, port, why))),
    ),
    ...network.apiServer.networks.map((to) =>
      across(`${to} (API server)`, network.apiServer.port, 'what there is to scrape'),
    ),
    ...(nodes.enabled ? nodes.networks.map((to) => across(`${to} (kubelets)`, kubeletPort, 'figures of nodes')) : []),
    ...(['UDP', 'TCP'] as const).map((protocol): Flow => {
      const to = `DNS (${network.dns.namespace})`;
      return { from, to, port: 53, protocol, crosses: 'cluster', why: 'names' };
    }),
  ];
  return { flows, registry: image.registry };
}

function readTelegrafValues(root: string, environment: string): z.output<typeof telegrafValues> {
  const own = readValues(join(root, 'deploy/charts/telegraf/values.yaml'));
  return telegrafValues.parse(
    mergeValues(own, readValues(join(root, 'deploy/environments', environment, 'telegraf.yaml'))),
  );
}

function across(to: string, port: number, why: string): Flow {
  return { from, to, port, protocol: 'TCP', crosses: 'boundary', why };
}
