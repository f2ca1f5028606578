/** How long the certificates are valid that a cluster shows. */
import { connect } from 'node:tls';
import { controlPlane, type Site } from '../description/site.ts';

export interface Shown {
  what: string;
  host: string;
  port: number;
  serverName?: string;
}

const dayMs = 24 * 3600 * 1000;
const patienceMs = 5_000;
/** Renewed 120 days before their end: what is nearer was not. */
const daysLeft = 60;

export function certificatesOf(site: Site): Shown[] {
  return [
    ...controlPlane(site).map(({ name, address }) => ({ what: `${name}, API server`, host: address, port: 6443 })),
    ...site.machines.map(({ name, address }) => ({ what: `${name}, kubelet`, host: address, port: 10_250 })),
    { what: 'the portal', host: site.customers.address, port: 443, serverName: site.customers.host },
    { what: 'the console', host: site.customers.address, port: 8443, serverName: site.operators.host },
  ];
}

export async function certificateDifferences(shown: Shown[], now: Date): Promise<string[]> {
  const results = await Promise.all(shown.map((each) => certificateDifference(each, now)));
  return results.flatMap((result) => result ?? []);
}

async function certificateDifference(shown: Shown, now: Date): Promise<string | undefined> {
  try {
    const end = await validUntil(shown);
    const days = (end.getTime() - now.getTime()) / dayMs;
    if (days > daysLeft) return undefined;
    return `${shown.what}: its certificate ${days > 0 ? `ends in ${days.toFixed(0)} days` : 'has ended'}`;
  } catch (error) {
    return `${shown.what}: shows no certificate at ${shown.host}:${shown.port} (${error instanceof Error ? error.message : String(error)})`;
  }
}

function validUntil({ host, port, serverName }: Shown): Promise<Date> {
  return new Promise((resolve, reject) => {
    // Only its end is asked for; whether it is believed is the business of those who connect for good.
    const socket = connect({ host, port, servername: serverName, rejectUnauthorized: false, timeout: patienceMs });
    socket.once('secureConnect', () => {
      const { valid_to: end } = socket.getPeerCertificate();
      socket.destroy();
      resolve(new Date(end));
    });
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
  });
}
