import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** What the stand-in of an old portal is like in these tests, but for its address. */
const manners = {
  host: 'upstream',
  stickiness: 'none',
  session: {
    cookies: ['LPSESSION'],
    signIn: { path: '/signin' },
    signOut: { path: '/signout' },
    whoIs: {
      get: '/whoami',
      format: 'json',
      customer: { id: 'customerNo', email: 'email', name: 'name', language: 'language', segment: 'segment' },
      ids: 'shared',
    },
  },
  bridge: { mode: 'header' },
};

/** Writes a file of old portals: each with what is given on top of the stand-in's manners. @returns its path */
export function oldPortalsFile(portals: Record<string, Record<string, unknown>>): string {
  const file = join(mkdtempSync(join(tmpdir(), 'old-portals-')), 'old-portals.yaml');
  const described = Object.entries(portals).map(([name, portal]) => [name, { ...manners, ...portal }]);
  writeFileSync(file, stringify(Object.fromEntries(described)));
  return file;
}
