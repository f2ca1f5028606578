import { describe, expect, it } from '@jest/globals';
import { Brand, ownBrandFolder } from '@wellspring/brand';
import { bitmapsOf, icons } from './icons.ts';
import { webManifest } from './manifest.ts';

/** Width and height of a PNG (its IHDR chunk). */
function sizeOf(png: string | Buffer | undefined): number[] {
  const bytes = Buffer.from(png ?? '');
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

const brand = new Brand(ownBrandFolder);

describe('the icons of a brand', () => {
  it('are its drawing in the sizes that systems ask for', async () => {
    const bitmaps = await bitmapsOf(brand.pictures['icon.svg']);
    expect([...bitmaps.keys()]).toEqual(['icon-192.png', 'icon-512.png', 'apple-touch-icon.png']);
    for (const { name, size } of icons) expect(sizeOf(bitmaps.get(name)?.content)).toEqual([size, size]);
  });

  it('change with the drawing', async () => {
    const [one, other] = await Promise.all(
      ['#ff0000', '#00ff00'].map((fill) =>
        bitmapsOf(
          `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="${fill}" d="M0 0h8v8H0z"/></svg>`,
        ),
      ),
    );
    expect(one?.get('icon-192.png')).not.toEqual(other?.get('icon-192.png'));
  });

  it.each([
    [
      'is not square',
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"></svg>',
      /has to be square; it is 8 × 4/,
    ],
    ['is not well-formed', '<svg xmlns="http://www.w3.org/2000/svg"><g></svg>', /icon\.svg cannot be drawn/],
  ])('are refused when the drawing %s', async (_what, svg, message) => {
    await expect(bitmapsOf(svg)).rejects.toThrow(message);
  });
});

describe('the manifest', () => {
  it('names the drawing and its bitmaps, for places that cut icons to a shape, too', async () => {
    const { icons: named } = webManifest(brand.file) as { icons: { src: string; sizes: string; purpose: string }[] };
    const bitmaps = await bitmapsOf(brand.pictures['icon.svg']);
    for (const purpose of ['any', 'maskable']) {
      const sizes = named.filter((each) => each.purpose === purpose).map((each) => [each.src, each.sizes]);
      expect(sizes).toEqual([
        ['/assets/brand/icon.svg', 'any'],
        ['/assets/brand/icon-192.png', '192x192'],
        ['/assets/brand/icon-512.png', '512x512'],
      ]);
    }
    for (const { src } of named.filter((each) => each.src.endsWith('.png')))
      expect(bitmaps.has(src.replace('/assets/brand/', ''))).toBe(true);
  });
});
