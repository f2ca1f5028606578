import type { AddressInfo, Server } from 'node:net';

/** @throws whatever keeps the server from listening, such as a port in use */
export async function listen(server: Server, port: number, host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<true>();
  server.once('error', reject);
  server.listen(port, host, () => {
    resolve(true);
  });
  await promise;
  server.off('error', reject);
}

/** @throws {Error} while the server is not listening */
export function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The port is not listening');
  return address.port;
}
