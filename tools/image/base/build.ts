/** `npm run image:base` */
import { command, runCommand } from '@wellspring/command';
import { findEngine } from '../engine.ts';
import { buildOwnBase } from './own-base.ts';

const program = command(
  'image:base',
  'Makes the base image of docker/base/ from a Debian mirror and the npm package "node". DEBIAN_MIRROR and ' +
    'DEBIAN_SECURITY_MIRROR name other mirrors than those of Debian.',
).action(async () => {
  const { reference, id } = await buildOwnBase(await findEngine());
  console.log(`${reference}\n${id}\nBuild on it with BASE_IMAGE=debian.`);
});

await runCommand(program);
