import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { Brand, ownBrandFolder, standaloneStyle } from '@wellspring/brand';

export interface Asset {
  content: Buffer;
  type: string;
  /** Changes with the content. */
  version: string;
}

/** What a brand puts on the pages. */
interface Dress {
  name: string;
  assets: ReadonlyMap<string, Asset>;
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const own = loadAssets(assetsFolder(import.meta.dirname));
let dress: Dress | undefined;

/** Puts a brand on, once, when the process starts: pages are made by whoever answers, Nest's controllers or the provider. */
export function wearBrand(brand: Brand): void {
  dress = dressOf(brand);
}

/** What the pages are called. */
export function brandName(): string {
  return worn().name;
}

/** Styles, scripts and pictures of the pages, by file name. */
export function findAsset(name: string): Asset | undefined {
  return own.get(name) ?? worn().assets.get(name);
}

export function assetUrl(name: string): string {
  const asset = findAsset(name);
  if (asset === undefined) throw new Error(`There is no asset ${name}`);
  return `/identity/assets/${name}?v=${asset.version}`;
}

function worn(): Dress {
  return (dress ??= dressOf(new Brand(ownBrandFolder)));
}

function dressOf({ file, pictures }: Brand): Dress {
  const files = Object.entries({ 'brand.css': standaloneStyle(file), ...pictures });
  return { name: file.name, assets: new Map(files.map(([name, text]) => [name, assetOf(name, Buffer.from(text))])) };
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
    readdirSync(folder)
      .filter((name) => extname(name) in types)
      .map((name) => [name, assetOf(name, readFileSync(join(folder, name)))]),
  );
}

function assetOf(name: string, content: Buffer): Asset {
  const version = createHash('sha256').update(content).digest('base64url').slice(0, 10);
  return { content, type: types[extname(name)] ?? 'application/octet-stream', version };
}
