/**
 * Which files of others are in the bundles, in a file beside them: for the list of software in the image, since the
 * chunks of others have no source maps that would say it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';

const fileName = 'vendor.modules.json';
const paths = z.array(z.string());

export function isVendorModule(id: string): boolean {
  return /[\\/]node_modules[\\/]/.test(id);
}

/** @param ids modules of the bundles, by absolute path. */
export function writeVendorModules(dist: string, workspaceRoot: string, ids: Iterable<string>): void {
  const found = [...new Set(ids)].filter(isVendorModule).map((id) => relative(workspaceRoot, id));
  writeFileSync(join(dist, fileName), `${JSON.stringify(found.sort(), null, 1)}\n`);
}

/** @returns paths from the top of the workspace. */
export function readVendorModules(dist: string): string[] {
  return paths.parse(JSON.parse(readFileSync(join(dist, fileName), 'utf8')));
}
