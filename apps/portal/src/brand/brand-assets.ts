import { type Brand, type BrandAsset, picturesOf } from '@wellspring/brand';
import { bitmapsOf } from './icons.ts';
import { webManifest } from './manifest.ts';

/** What the portal serves of its brand: pictures, and what makes it installable. */
export async function brandAssets(brand: Brand): Promise<Map<string, BrandAsset>> {
  const manifest = { type: 'application/manifest+json', content: JSON.stringify(webManifest(brand.file)) };
  return new Map([
    ...picturesOf(brand),
    ...(await bitmapsOf(brand.pictures['icon.svg'])),
    ['manifest.webmanifest', manifest],
  ]);
}
