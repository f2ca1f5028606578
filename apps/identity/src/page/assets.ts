import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

export interface Asset {
  content: Buffer;
  type: string;
  /** Changes with the content. */
  version: string;
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Styles, scripts and pictures of the pages, by file name. */
export const assets: ReadonlyMap<string, Asset> = loadAssets(assetsFolder(import.meta.dirname));

export function assetUrl(name: string): string {
  const asset = assets.get(name);
  if (asset === undefined) throw new Error(`There is no asset ${name}`);
  return `/identity/assets/${name}?v=${asset.version}`;
}

/** The folder is beside the bundle (`dist/assets`), or at the top of the app when run from the sources. */
function assetsFolder(from: string): string {
  const folder = join(from, 'assets');
  if (existsSync(join(folder, 'identity.css'))) return folder;
  const parent = dirname(from);
  if (parent === from) throw new Error('The folder with the assets is missing');
  return assetsFolder(parent);
}

function loadAssets(folder: string): Map<string, Asset> {
  return new Map(
    readdirSync(folder).map((name) => {
      const content = readFileSync(join(folder, name));
      const version = createHash('sha256').update(content).digest('base64url').slice(0, 10);
      return [name, { content, type: types[extname(name)] ?? 'application/octet-stream', version }];
    }),
  );
}
