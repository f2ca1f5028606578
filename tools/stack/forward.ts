/** Carries connections that come in at an address, or at a socket in a folder, to a port of this machine's loopback. */
import { connect, createServer, type ListenOptions, type Server, type Socket } from 'node:net';

export interface Forwarder {
  close: () => void;
}

export async function forward(from: Pick<ListenOptions, 'host' | 'port' | 'path'>, toPort: number): Promise<Forwarder> {
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
    server.once('error', reject).listen(from, resolve);
  });
  return {
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
