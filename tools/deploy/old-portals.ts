/** Where an environment's old portals are: as much of its old-portals.yaml as firewalls are interested in. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const portals = z.record(
  z.string(),
  z.looseObject({
    addresses: z.array(z.url()),
    networks: z.array(z.string()).default([]),
    bridge: z.looseObject({ form: z.looseObject({ listener: z.url().optional() }).optional() }).optional(),
  }),
);

export interface OldPortalPlace {
  name: string;
  /** Addresses separated by commas: those of its nodes, and of a sign-in that only the gateway reaches. */
  urls: string;
  networks: string[];
}

/** @throws Error when it is not known in which network a portal is. */
export function oldPortalPlaces(root: string, environment: string): OldPortalPlace[] {
  const file = join(root, 'deploy/environments', environment, 'old-portals.yaml');
  return Object.entries(portals.parse(parse(readFileSync(file, 'utf8')))).map(([name, portal]) => {
    const { listener } = portal.bridge?.form ?? {};
    const numbers = portal.addresses.map((address) => new URL(address).hostname).filter((host) => isIP(host) === 4);
    const networks = [...new Set([...portal.networks, ...numbers.map((number) => `${number}/32`)])];
    if (networks.length === 0) throw new Error(`${file}: ${name}.networks is missing: where its addresses are`);
    return { name, urls: [...portal.addresses, ...(listener === undefined ? [] : [listener])].join(), networks };
  });
}
