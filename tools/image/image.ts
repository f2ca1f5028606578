/**
 * The image of one app. Its tag is derived from what is in it, so that a tag stands for one content for ever: what has
 * been built once, here or by whoever pushed it to the registry, is never built again.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { workspaceRoot } from '../topology/topology.ts';
import { baseImage, type BaseImage } from './base-image.ts';
import { contentsOf, type Contents } from './contents.ts';
import type { Engine } from './engine.ts';
import { timelessSeconds } from './layer.ts';
import { revisionOf } from './revision.ts';
import { stamp } from './stamp.ts';

const dockerfile = join(workspaceRoot, 'docker/service.Dockerfile');
const manifest = z.object({
  version: z.string(),
  license: z.string(),
  repository: z.object({ url: z.string() }).optional(),
});

export interface Image {
  app: string;
  /** The app's version and a hash of the contents: what SERVICE_VERSION is in the container, and the tag. */
  version: string;
  reference: string;
  id: string;
  /** `built` now, or found: on this `engine`, or in the `registry`. */
  from: 'built' | 'engine' | 'registry';
}

/**
 * Makes sure that this engine has the image of the app as it is built in its `dist/`.
 * @param options `cache: false` makes BuildKit take every step anew.
 */
export async function makeImage(
  engine: Engine,
  app: string,
  registry?: string,
  options: { cache: boolean } = { cache: true },
): Promise<Image> {
  const base = await baseImage(engine);
  const { version, contents } = describe(app, base);
  const reference = `wellspring/${app}:${version}`;
  const image = { app, version, reference };
  keepSoftwareBill(app, contents.sbom);
  const here = await idOf(engine, reference);
  if (here) return { ...image, id: here, from: 'engine' };
  const pulled = registry && (await pull(engine, `${registry}/${app}:${version}`, reference));
  if (pulled) return { ...image, id: pulled, from: 'registry' };
  return { ...image, id: await build(engine, app, { version, reference, base, contents, ...options }), from: 'built' };
}

/** Where what belongs to an app's image, but is not in the engine, is kept. */
export function imageFolder(app: string): string {
  return join(workspaceRoot, 'dist/images', app);
}

function describe(app: string, base: BaseImage): { version: string; contents: Contents } {
  const number = readManifest(`apps/${app}/package.json`).version;
  const contents = contentsOf(app, number);
  const hash = createHash('sha256')
    .update(readFileSync(dockerfile))
    .update(base.identity)
    .update(contents.vendor.fingerprint())
    .update(contents.app.fingerprint())
    .digest('hex');
  return { version: `${number}-${hash.slice(0, 12)}`, contents };
}

interface Recipe {
  version: string;
  reference: string;
  base: BaseImage;
  contents: Contents;
  cache: boolean;
}

async function build(
  engine: Engine,
  app: string,
  { version, reference, base, contents, cache }: Recipe,
): Promise<string> {
  const { commit, timeSeconds } = revisionOf(app);
  const context = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    writeFileSync(join(context, 'vendor.tar'), contents.vendor.archive(timelessSeconds));
    // Browsers are told apart by time and size which page they have: the time must be that of the change.
    writeFileSync(join(context, 'app.tar'), contents.app.archive(timeSeconds));
    const built = await engine.docker([
      ...['build', '--quiet', '--file', dockerfile],
      ...(cache ? [] : ['--no-cache']),
      ...['--build-arg', `BASE=${base.reference}`],
      ...['--build-arg', `VERSION=${version}`],
      ...['--build-arg', `SOURCE_DATE_EPOCH=${timeSeconds}`],
      ...Object.entries(labels(app, version, commit, base)).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
      context,
    ]);
    const id = await stamp(engine, built, timeSeconds);
    await engine.docker(['image', 'tag', id, reference]);
    return id;
  } finally {
    rmSync(context, { recursive: true });
  }
}

/** The annotations of the OCI image specification that are known. */
function labels(app: string, version: string, commit: string | undefined, base: BaseImage): Record<string, string> {
  const { license, repository } = readManifest('package.json');
  const source = process.env['IMAGE_SOURCE'] ?? repository?.url;
  return {
    'org.opencontainers.image.title': `wellspring-${app}`,
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.licenses': license,
    ...(commit && { 'org.opencontainers.image.revision': commit }),
    ...(source && { 'org.opencontainers.image.source': source }),
    ...base.labels,
  };
}

/** @returns the id of the registry's image, now called `reference` here too; undefined when the registry has none. */
export async function pull(engine: Engine, remote: string, reference: string): Promise<string | undefined> {
  try {
    await engine.docker(['image', 'pull', '--quiet', remote]);
  } catch (error) {
    if (error instanceof Error && /not found|manifest unknown/i.test(error.message)) return undefined;
    throw error;
  }
  await engine.docker(['image', 'tag', remote, reference]);
  return idOf(engine, reference);
}

async function idOf(engine: Engine, reference: string): Promise<string | undefined> {
  return engine.docker(['image', 'inspect', '--format', '{{.Id}}', reference]).catch(() => undefined);
}

function keepSoftwareBill(app: string, sbom: string): void {
  mkdirSync(imageFolder(app), { recursive: true });
  writeFileSync(join(imageFolder(app), 'sbom.cdx.json'), sbom);
}

function readManifest(path: string): z.output<typeof manifest> {
  return manifest.parse(JSON.parse(readFileSync(join(workspaceRoot, path), 'utf8')));
}
