/** Carries connections from an address of the cluster's networks to a port of this machine's loopback. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Forwarder {
  close: () => void;
}

export async function forward(from: { address: string; port: number }, toPort: number): Promise<Forwarder> {
  const open = new Set<Socket>();
  const server: Server = createServer((incoming) => {
    const outgoing = connect(toPort, '127.0.0.1');
    for (const [one, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => open.delete(one));
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(from.port, from.address, resolve);
  });
  return {
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
