/**
 * `nx push <app>`: puts the app's image into the registry named by IMAGE_REGISTRY, and notes by which digest it is known
 * there in dist/images/<app>/image.json. A registry that has the tag keeps what it has: a tag stands for one content.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { findEngine, type Engine } from './engine.ts';
import { imageFolder, pull } from './image.ts';

const made = z.looseObject({ app: z.string(), version: z.string(), reference: z.string() });

try {
  await push(process.argv[2], process.env['IMAGE_REGISTRY']);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function push(app: string | undefined, registry: string | undefined): Promise<void> {
  if (!app) throw new Error('Which app? node tools/image/push.ts <app>');
  if (!registry) throw new Error('Where to? IMAGE_REGISTRY=registry.example.internal/wellspring npx nx push <app>');
  const file = join(imageFolder(app), 'image.json');
  const image = made.parse(JSON.parse(readFileSync(file, 'utf8')));
  const engine = await findEngine();
  const remote = `${registry}/${app}:${image.version}`;
  const there = await pull(engine, remote, image.reference);
  if (!there) {
    await engine.docker(['image', 'tag', image.reference, remote]);
    await engine.docker(['image', 'push', '--quiet', remote]);
  }
  const digest = await digestOf(engine, remote, `${registry}/${app}@`);
  writeFileSync(
    file,
    JSON.stringify({ ...image, ...(there && { id: there }), repository: `${registry}/${app}`, digest }, null, 2),
  );
  console.log(`${registry}/${app}@${digest}`);
}

async function digestOf(engine: Engine, remote: string, prefix: string): Promise<string> {
  const digests = await engine.docker(['image', 'inspect', '--format', '{{json .RepoDigests}}', remote]);
  const found = z
    .array(z.string())
    .parse(JSON.parse(digests))
    .find((digest) => digest.startsWith(prefix));
  if (!found) throw new Error(`The engine does not say by which digest the registry knows ${remote}`);
  return found.slice(prefix.length);
}
