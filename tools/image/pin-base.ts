/**
 * `npm run image:pin [-- <image>:<tag>]`: asks the registry which digest the tag of the base image has now, and writes it
 * to docker/base-image.json. The change is reviewed and committed as that of any other dependency.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { workspaceRoot } from '../stack/topology.ts';
import { baseImageFile, readPinnedBase } from './base-image.ts';
import { findEngine } from './engine.ts';

try {
  const before = readPinnedBase();
  const image = process.argv[2] ?? before.image;
  const engine = await findEngine();
  await engine.docker(['image', 'pull', '--quiet', image]);
  const digests = await engine.docker(['image', 'inspect', '--format', '{{json .RepoDigests}}', image]);
  const [digest] = z
    .array(z.string())
    .parse(JSON.parse(digests))
    .map((reference) => reference.split('@')[1]);
  if (!digest) throw new Error(`The registry gives no digest for ${image}`);
  writeFileSync(join(workspaceRoot, baseImageFile), `${JSON.stringify({ image, digest }, null, 2)}\n`);
  console.log(digest === before.digest ? `unchanged: ${digest}` : `${before.digest} → ${digest}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
