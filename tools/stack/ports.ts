import { isFree } from '@wellspring/testing/processes';
import type { App } from '../topology/topology.ts';

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
