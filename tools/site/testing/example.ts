/** The site in the repository, for tests to change one thing of. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../../topology/topology.ts';
import { readSite, sitesFolder } from '../description/read-site.ts';
import type { Site } from '../description/site.ts';

export const exampleFile = `${sitesFolder}/production/cluster.yaml`;

export function exampleText(): string {
  return readFileSync(join(workspaceRoot, exampleFile), 'utf8');
}

export function exampleSite(): Site {
  return readSite(workspaceRoot, 'production');
}
