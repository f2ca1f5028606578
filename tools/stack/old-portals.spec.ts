import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { writeOldPortals } from './old-portals.ts';
import { readTopology } from '../topology/topology.ts';

it('old portals of a local stack are the stand-ins, at their address, with the manners of the dev environment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'old-portals-'));
  const file = join(folder, 'made', 'old-portals.yaml');
  writeOldPortals(file, readTopology(), { portOf: () => 12_345 });
  const written: unknown = parse(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true });
  expect(written).toMatchObject({
    'legacy-portal': { addresses: ['http://127.0.0.1:12345'], session: { cookies: ['LPSESSION'] } },
  });
  expect(written).not.toHaveProperty('legacy-portal.networks');
});
