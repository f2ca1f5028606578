/** `npm run image:base`: makes the base image of docker/base/ from a Debian mirror and the npm package `node`. */
import { findEngine } from '../engine.ts';
import { buildOwnBase } from './own-base.ts';

try {
  const { reference, id } = await buildOwnBase(await findEngine());
  console.log(`${reference}\n${id}\nBuild on it with BASE_IMAGE=debian.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
