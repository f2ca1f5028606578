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
  /** Addresses separated by commas. */
  urls: string;
  networks: string[];
}

/**
 * Where each portal is: one place for the addresses with a name, and one for each host that is a number, which is a network
 * by itself.
 * @throws Error when it is not known in which network a portal is.
 */
export function oldPortalPlaces(root: string, environment: string): OldPortalPlace[] {
  const file = join(root, 'deploy/environments', environment, 'old-portals.yaml');
  return Object.entries(portals.parse(parse(readFileSync(file, 'utf8')))).flatMap(([name, portal]) => {
    const { listener } = portal.bridge?.form ?? {};
    const urls = [...portal.addresses, ...(listener === undefined ? [] : [listener])];
    const places = Object.entries(Object.groupBy(urls, networkOfHost));
    return places.map(([network, there = []]) => {
      const networks = network === named ? portal.networks : [network];
      if (networks.length === 0) throw new Error(`${file}: ${name}.networks is missing: where its addresses are`);
      return { urls: there.join(), networks };
    });
  });
}

const named = '';

/** @returns the network of one address that a host is by itself, or that it has a name. */
function networkOfHost(url: string): string {
  const host = new URL(url).hostname.replaceAll(/[[\]]/g, '');
  return { 0: named, 4: `${host}/32`, 6: `${host}/128` }[isIP(host)] ?? named;
}
