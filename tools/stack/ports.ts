import { createServer } from 'node:net';
import type { App } from '../topology/topology.ts';

/** @returns a TCP port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no TCP port');
  return address.port;
}

/** @returns a line for each declared port that somebody else listens on already. */
export async function portsInUse(apps: App[]): Promise<string[]> {
  const wanted = apps.flatMap((app) =>
    (['service', 'management'] as const).flatMap((kind) => {
      const port = app.ports[kind];
      return port ? [{ port, what: `${kind} port of ${app.name}` }] : [];
    }),
  );
  const checked = await Promise.all(wanted.map(async (entry) => ({ ...entry, free: await isFree(entry.port) })));
  return checked.filter(({ free }) => !free).map(({ port, what }) => `port ${port} (${what}) is in use`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
