/**
 * The only way from one container to another. Each app is alone in a network of its own, with this process beside it: it
 * takes connections where somebody declared a call, and carries them over. Runs inside a container, by itself.
 */
import { Resolver } from 'node:dns/promises';
import { BlockList, connect, createServer, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';

/** From a network (as `172.20.0.0/16`) and port to a host and port, or to a Unix socket. */
export interface Flow {
  network: string;
  port: number;
  to: { host: string; port: number } | { path: string };
}

// Made by networks.ts of the same version; a container has no library to check it with.
const flows = JSON.parse(process.env['FLOWS'] ?? '[]') as Flow[];

/** The address of a container that has just gone answers nothing: without this, a caller would wait for minutes. */
const connectTimeoutMs = 1_000;
/** Nor does anybody answer what its name stands for. The usual look-up would block one of four threads meanwhile. */
const resolver = new Resolver({ timeout: 250, tries: 2 });
const lookup: LookupFunction = (host, _options, callback) => {
  resolver.resolve4(host).then(
    ([address = '']) => callback(null, address, 4),
    (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ''),
  );
};

for (const { network, port, to } of flows) {
  const server = createServer((incoming) => {
    const outgoing = connect({ ...to, family: 4, lookup });
    outgoing.setTimeout(connectTimeoutMs, () => outgoing.destroy(new Error('Nobody answers')));
    outgoing.once('connect', () => outgoing.setTimeout(0));
    incoming.on('error', () => outgoing.destroy());
    outgoing.on('error', () => incoming.resetAndDestroy());
    incoming.pipe(outgoing).pipe(incoming);
  });
  server.listen(port, addressIn(network));
}

process.on('SIGTERM', () => process.exit());

function addressIn(network: string): string {
  const [base = '', bits = ''] = network.split('/');
  const subnet = new BlockList();
  subnet.addSubnet(base, Number(bits));
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const found = addresses.find(({ address, family }) => family === 'IPv4' && subnet.check(address));
  if (!found) throw new Error(`This container is not in the network ${network}`);
  return found.address;
}
