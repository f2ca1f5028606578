/** What the log agents need, from the same values as their network policy. */
import { join } from 'node:path';
import { z } from 'zod';
import { addressesOf, type Flow } from './flow.ts';
import { mergeValues, readValues } from './values.ts';

const networks = z.array(z.string());
const logAgentValues = z.looseObject({
  elasticsearch: z.looseObject({ url: z.string(), networks }),
  network: z.looseObject({
    dns: z.looseObject({ namespace: z.string() }),
    apiServer: z.object({ networks, port: z.number() }),
  }),
});

const from = 'log agents';

export function logAgentFlows(root: string, environment: string): Flow[] {
  const own = readValues(join(root, 'deploy/charts/log-agent/values.yaml'));
  const here = readValues(join(root, 'deploy/environments', environment, 'log-agent.yaml'));
  const { elasticsearch, network } = logAgentValues.parse(mergeValues(own, here));
  return [
    ...elasticsearch.networks.flatMap((to) =>
      addressesOf(elasticsearch.url).map(({ host, port }) => across(`${to} (${host})`, port, 'what services print')),
    ),
    ...network.apiServer.networks.map((to) => across(`${to} (API server)`, network.apiServer.port, 'images of pods')),
    ...(['UDP', 'TCP'] as const).map((protocol): Flow => {
      return { from, to: `DNS (${network.dns.namespace})`, port: 53, protocol, crosses: 'cluster', why: 'names' };
    }),
  ];
}

function across(to: string, port: number, why: string): Flow {
  return { from, to, port, protocol: 'TCP', crosses: 'boundary', why };
}
