/** Where the environment on a cluster says otherwise than the cluster's description: one of them is out of date. */
import { join } from 'node:path';
import { z } from 'zod';
import { readValues } from '../deploy/values.ts';
import { contains } from './description/networks.ts';
import { controlPlane, type Site } from './description/site.ts';

const networks = z.array(z.string());
const environmentValues = z.object({
  service: z.object({
    publicUrl: z.url(),
    network: z.object({
      apiServerNetworks: networks,
      ingress: z.object({ namespace: z.string() }).optional(),
      operatorIngress: z.object({ namespace: z.string() }).optional(),
    }),
  }),
});
const telegrafValues = z.looseObject({ nodes: z.object({ networks }) });
const gatewayValues = z.object({ service: z.object({ settings: z.object({ TRUSTED_PROXIES: z.string() }) }) });
const ingressNamespace = 'envoy-gateway-system';

/** @returns sentences, none when all is well */
export function misfits(root: string, site: Site): string[] {
  const folder = join('deploy/environments', site.environment);
  const read = <T>(file: string, schema: z.ZodType<T>): T => schema.parse(readValues(join(root, folder, file)));
  const { service } = read('values.yaml', environmentValues);
  const telegraf = read('telegraf.yaml', telegrafValues);
  const trusted = read('values/gateway.yaml', gatewayValues).service.settings.TRUSTED_PROXIES.split(',');
  const { ingress, operatorIngress, apiServerNetworks } = service.network;
  const askers = [...controlPlane(site).map(({ address }) => address), site.controlPlane.address];
  const cases: [problem: string | false | undefined, file: string][] = [
    [outside('service.network.apiServerNetworks', apiServerNetworks, askers), 'values.yaml'],
    [
      outside(
        'nodes.networks',
        telegraf.nodes.networks,
        site.machines.map(({ address }) => address),
      ),
      'telegraf.yaml',
    ],
    [outside('service.settings.TRUSTED_PROXIES', trusted, [site.networks.pods]), 'values/gateway.yaml'],
    [
      new URL(service.publicUrl).hostname !== site.customers.host &&
        `service.publicUrl is not that of customers.host, ${site.customers.host}`,
      'values.yaml',
    ],
    ...Object.entries({ ingress, operatorIngress }).map(([name, peer]): [string | false, string] => [
      peer?.namespace !== ingressNamespace &&
        `service.network.${name}.namespace is not that of the ingress, ${ingressNamespace}`,
      'values.yaml',
    ]),
  ];
  return cases.flatMap(([problem, file]) => (problem ? [`${folder}/${file}: ${problem}`] : []));
}

function outside(field: string, allowed: string[], wanted: string[]): string | undefined {
  const missing = wanted.filter((each) => !allowed.some((network) => contains(network, each)));
  return missing.length === 0 ? undefined : `${field} is without ${missing.join(', ')}`;
}
