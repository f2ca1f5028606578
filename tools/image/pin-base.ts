/** `npm run image:pin`. The change it makes is reviewed and committed as that of any other dependency. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, runCommand } from '@wellspring/command';
import { z } from 'zod';
import { workspaceRoot } from '../topology/topology.ts';
import { baseImageFile, readPinnedBase } from './base-image.ts';
import { findEngine } from './engine.ts';

const program = command(
  'image:pin',
  `Asks the registry which digest the tag of the base image has now, and writes it to ${baseImageFile}.`,
)
  .argument('[image:tag]', 'another image or tag than the one pinned now')
  .action(pin);

await runCommand(program);

async function pin(asked: string | undefined): Promise<void> {
  const before = readPinnedBase();
  const image = asked ?? before.image;
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
}
