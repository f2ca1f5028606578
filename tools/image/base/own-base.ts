/**
 * The base image of docker/base/, for operators who may pull from no public registry: a few libraries from a Debian
 * mirror and the Node binary that npm installed, at the very version everything is tested with.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../../topology/topology.ts';
import type { Engine } from '../engine.ts';
import { Layer, timelessSeconds } from '../layer.ts';
import { stamp } from '../stamp.ts';
import { unpackDebian } from './debian.ts';

const recipe = join(workspaceRoot, 'docker/base');
const nodeBinary = join(workspaceRoot, 'node_modules/node/bin/node');

export interface OwnBase {
  reference: string;
  id: string;
}

/** The base image as it was made last, or made now when this recipe with this Node has not been made on this engine. */
export async function ownBaseImage(engine: Engine): Promise<OwnBase> {
  const reference = `wellspring-base:${recipeTag()}`;
  const id = await engine.docker(['image', 'inspect', '--format', '{{.Id}}', reference]).catch(() => undefined);
  return id === undefined ? buildOwnBase(engine) : { reference, id };
}

/**
 * Makes the base image with what the Debian mirror has at this moment. The same packages make the same image, to the
 * digest; packages with fixes of security make another, and every image on it gets another tag.
 */
export async function buildOwnBase(engine: Engine): Promise<OwnBase> {
  if (process.platform !== 'linux') throw new Error('The base image needs the Linux binary of Node: make it on Linux');
  const context = mkdtempSync(join(tmpdir(), 'base-image-'));
  try {
    const debian = join(context, 'debian');
    await unpackDebian(debian);
    writeFileSync(join(context, 'debian.tar'), new Layer().addPath('', debian).archive(timelessSeconds));
    const node = new Layer().addPath('usr/local/bin/node', nodeBinary);
    writeFileSync(join(context, 'node.tar'), node.archive(timelessSeconds));
    const built = await engine.docker([
      ...['build', '--quiet', '--file', join(recipe, 'Dockerfile')],
      ...['--build-arg', `SOURCE_DATE_EPOCH=${timelessSeconds}`],
      ...['--label', 'org.opencontainers.image.title=wellspring-base'],
      ...['--label', `org.opencontainers.image.version=${process.versions.node}`],
      context,
    ]);
    const id = await stamp(engine, built, timelessSeconds);
    const reference = `wellspring-base:${recipeTag()}`;
    await engine.docker(['image', 'tag', id, reference]);
    return { reference, id };
  } finally {
    rmSync(context, { recursive: true });
  }
}

function recipeTag(): string {
  const hash = createHash('sha256');
  for (const file of ['Dockerfile', 'trim.sh']) hash.update(readFileSync(join(recipe, file)));
  hash.update(readFileSync(join(workspaceRoot, 'tools/image/base/debian.ts')));
  return `node-${process.versions.node}-${process.arch}-${hash.digest('hex').slice(0, 8)}`;
}
