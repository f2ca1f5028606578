/** `nx image <app>`: makes sure that the Docker engine has the image of the app, and says what it is. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findEngine } from './engine.ts';
import { imageFolder, makeImage } from './image.ts';

const [app] = process.argv.slice(2);
const startedAt = performance.now();
const said = {
  built: 'built',
  engine: 'nothing to do: the engine has it',
  registry: 'nothing to do: pulled from the registry',
} as const;

try {
  if (!app) throw new Error('Which app? node tools/image/build.ts <app>');
  const image = await makeImage(await findEngine(), app, process.env['IMAGE_REGISTRY']);
  writeFileSync(join(imageFolder(app), 'image.json'), JSON.stringify(image, null, 2));
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${image.reference}\n${image.id}\n${said[image.from]} (${seconds} s)`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
