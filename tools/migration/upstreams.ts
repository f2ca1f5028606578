import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
// The name is the gateway's own: a copy of it here could disagree.
// eslint-disable-next-line @nx/enforce-module-boundaries
import { gatewayItself } from '../../apps/gateway/src/upstreams/upstream-names.ts';
import { readTopology, workspaceRoot } from '../topology/topology.ts';

/**
 * Names that routes of a migration file may use: the services that the gateway is told of, and the old portals declared
 * beside the file, or those of the dev environment when there is no such file.
 */
export function knownUpstreams(migrationFile: string): string[] {
  return [...oldPortalsBeside(migrationFile), ...serviceUpstreams()];
}

/** Without the old portals. */
export function serviceUpstreams(): string[] {
  const calls = readTopology().find(({ name }) => name === 'gateway')?.calls ?? [];
  const services = calls.filter((call) => call.as === 'list').map((call) => call.app);
  return [...services, gatewayItself];
}

function oldPortalsBeside(migrationFile: string): string[] {
  const beside = join(dirname(migrationFile), 'old-portals.yaml');
  const file = existsSync(beside) ? beside : join(workspaceRoot, 'deploy/environments/dev/old-portals.yaml');
  const declared: unknown = parse(readFileSync(file, 'utf8'));
  return Object.keys(z.record(z.string(), z.unknown()).safeParse(declared).data ?? {});
}
