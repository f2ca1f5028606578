import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
// The names are the gateway's own: a copy of them here could disagree.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { routableNames } from '../../apps/gateway/src/upstream/upstream-names.ts';

/** Names that routes of a migration file may use: those of the gateway, and of the old portals declared beside the file. */
export function knownUpstreams(migrationFile: string): string[] {
  const oldPortals = join(dirname(migrationFile), 'old-portals.yaml');
  if (!existsSync(oldPortals)) return routableNames([]);
  const declared: unknown = parse(readFileSync(oldPortals, 'utf8'));
  return routableNames(Object.keys(z.record(z.string(), z.unknown()).safeParse(declared).data ?? {}));
}
