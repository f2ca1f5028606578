/**
 * An image's configuration says when it and each layer were made. BuildKit takes those times from SOURCE_DATE_EPOCH since
 * its release 0.11; an engine older than that writes the time of the build, and the same image gets another digest
 * each time. For such an engine the configuration is written anew, around the same layers.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Engine } from './engine.ts';
import { Layer, timelessSeconds } from './layer.ts';

const inspected = z.tuple([
  z.object({
    Created: z.string(),
    Architecture: z.string(),
    Os: z.string(),
    Variant: z.string().optional(),
    Config: z.record(z.string(), z.unknown()),
    RootFS: z.object({ Layers: z.array(z.string()) }),
  }),
]);

/**
 * Makes sure that the image was made at `timeSeconds`.
 * @returns its id, which is another than `id` when it had to be written anew; the old one is then gone.
 */
export async function stamp(engine: Engine, id: string, timeSeconds: number): Promise<string> {
  const [image] = inspected.parse(JSON.parse(await engine.docker(['image', 'inspect', id])));
  const created = new Date(timeSeconds * 1000).toISOString().replace('.000Z', 'Z');
  if (Date.parse(image.Created) === timeSeconds * 1000) return id;
  const config = JSON.stringify({
    architecture: image.Architecture,
    ...(image.Variant && { variant: image.Variant }),
    os: image.Os,
    created,
    config: image.Config,
    rootfs: { type: 'layers', diff_ids: image.RootFS.Layers },
    history: image.RootFS.Layers.map(() => ({ created, created_by: 'BuildKit' })),
  });
  const digest = createHash('sha256').update(config).digest('hex');
  await engine.docker(['image', 'load'], { input: archive(config, digest, image.RootFS.Layers) });
  await engine.docker(['image', 'rm', id]);
  return `sha256:${digest}`;
}

/** An image without its layers: the engine has just made them, and looks for the files of those it does not have only. */
function archive(config: string, digest: string, layers: string[]): Buffer {
  const paths = layers.map((layer) => `${layer.replace('sha256:', '')}.tar`);
  const manifest = [{ Config: `${digest}.json`, RepoTags: null, Layers: paths }];
  return new Layer()
    .addFile(`${digest}.json`, config)
    .addFile('manifest.json', JSON.stringify(manifest))
    .archive(timelessSeconds);
}
