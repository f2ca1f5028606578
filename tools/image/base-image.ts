/** What the images stand on: the official Node image by digest, or the one that docker/base/ makes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { workspaceRoot } from '../topology/topology.ts';
import { ownBaseImage } from './base/own-base.ts';
import type { Engine } from './engine.ts';

export const baseImageFile = 'docker/base-image.json';

const pinned = z.strictObject({
  image: z.string().min(1),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
});

export interface BaseImage {
  /** For a Dockerfile's FROM. */
  reference: string;
  /** Changes whenever its content does. */
  identity: string;
  labels: Record<string, string>;
}

export function readPinnedBase(): z.output<typeof pinned> {
  const result = pinned.safeParse(JSON.parse(readFileSync(join(workspaceRoot, baseImageFile), 'utf8')));
  if (!result.success) throw new Error(`${baseImageFile}: ${z.prettifyError(result.error)}`);
  return result.data;
}

/**
 * The base chosen by the environment variable BASE_IMAGE: `debian` for the one of docker/base/ (made when it is not
 * there), or any reference with a digest; without it, the one pinned in docker/base-image.json.
 */
export async function baseImage(engine: Engine, chosen = process.env['BASE_IMAGE']): Promise<BaseImage> {
  if (chosen === 'debian') {
    const { reference, id } = await ownBaseImage(engine);
    return { reference, identity: id, labels: { 'org.opencontainers.image.base.name': reference } };
  }
  const { image, digest } = chosen ? split(chosen) : readPinnedBase();
  return {
    reference: `${image}@${digest}`,
    identity: digest,
    labels: { 'org.opencontainers.image.base.name': image, 'org.opencontainers.image.base.digest': digest },
  };
}

function split(reference: string): { image: string; digest: string } {
  const [image, digest] = reference.split('@');
  const result = pinned.safeParse({ image, digest });
  if (!result.success) throw new Error(`BASE_IMAGE is neither "debian" nor a reference by digest: ${reference}`);
  return result.data;
}
