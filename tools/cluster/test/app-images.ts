/**
 * The images of the apps for a registry of our own, made without an engine from the same archives as always. What an
 * image says of itself is what docker/service.Dockerfile says.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpackDebian } from '../../image/base/debian.ts';
import { contentsOf } from '../../image/contents.ts';
import { Layer, timelessSeconds } from '../../image/layer.ts';
import { workspaceRoot } from '../../topology/topology.ts';
import { toolsFolder } from '../tools-folder.ts';

/** Kept, since it takes a mirror of Debian and half a minute. */
const debianArchive = join(toolsFolder(), 'base-layer-bookworm.tar');
const version = '0.1.0';

export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const configType = 'application/vnd.oci.image.config.v1+json';
const layerType = 'application/vnd.oci.image.layer.v1.tar';

export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

export class AppImages {
  /** By digest: layers, configurations and manifests. */
  readonly blobs = new Map<string, Buffer>();
  private readonly base: Descriptor[];
  private readonly layers = new Map<string, Descriptor[]>();

  private constructor(base: Buffer[]) {
    this.base = base.map((layer) => this.keep(layerType, layer));
  }

  static async create(): Promise<AppImages> {
    if (!existsSync(debianArchive)) await keepDebian();
    const node = new Layer().addPath('usr/local/bin/node', join(workspaceRoot, 'node_modules/node/bin/node'));
    return new AppImages([readFileSync(debianArchive), node.archive(timelessSeconds)]);
  }

  /**
   * @param release makes it another image, of the same content
   * @returns its digest
   */
  imageOf(app: string, release: string): string {
    return this.onBase(this.layersOf(app), configOf(app, release));
  }

  /** @returns the digest of an image that cannot bring the service's database to where it has to be */
  withoutMigration(app: string): string {
    const broken = new Layer().addFile('app/migrate.js', "throw new Error('this table is not there');\n");
    return this.onBase([...this.layersOf(app), this.layer(broken)], configOf(app, 'a release that cannot migrate'));
  }

  /**
   * @param config as an image says it of itself
   * @returns the digest of an image with these layers on the base of all
   */
  onBase(own: Descriptor[], config: object): string {
    const layers = [...this.base, ...own];
    const image = {
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config,
      // Layers are not compressed, so that their digests are those of what they unpack to.
      rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    };
    const described = this.keep(configType, Buffer.from(JSON.stringify(image)));
    const manifest = { schemaVersion: 2, mediaType: manifestType, config: described, layers };
    return this.keep(manifestType, Buffer.from(JSON.stringify(manifest))).digest;
  }

  layer(content: Layer): Descriptor {
    return this.keep(layerType, content.archive(timelessSeconds));
  }

  private layersOf(app: string): Descriptor[] {
    const known = this.layers.get(app);
    if (known) return known;
    const { vendor, app: own } = contentsOf(app, version);
    const made = [vendor, own].map((layer) => this.layer(layer));
    this.layers.set(app, made);
    return made;
  }

  private keep(mediaType: string, content: Buffer): Descriptor {
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    this.blobs.set(digest, content);
    return { mediaType, digest, size: content.length };
  }
}

function configOf(app: string, release: string): object {
  return {
    User: '10001:10001',
    WorkingDir: '/app',
    Env: ['PATH=/usr/local/bin', 'HOME=/app', 'NODE_ENV=production'],
    Cmd: ['node', 'main.js'],
    Labels: { 'org.opencontainers.image.title': `wellspring-${app}`, 'org.opencontainers.image.version': release },
  };
}

async function keepDebian(): Promise<void> {
  const folder = `${debianArchive}.folder`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await unpackDebian(folder);
  writeFileSync(`${debianArchive}.new`, new Layer().addPath('', folder).archive(timelessSeconds));
  renameSync(`${debianArchive}.new`, debianArchive);
  rmSync(folder, { recursive: true });
}
