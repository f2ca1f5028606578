import { readFile } from 'node:fs/promises';
import type { BrandAsset } from '@wellspring/brand';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/** For systems that draw no SVG: Android's launcher and splash screen by the manifest, iOS' home screen by its own link. */
export const icons = [
  { name: 'icon-192.png', size: 192, of: 'manifest' },
  { name: 'icon-512.png', size: 512, of: 'manifest' },
  { name: 'apple-touch-icon.png', size: 180, of: 'page' },
] as const;

let renderer: Promise<void> | undefined;

/**
 * The brand's drawing as bitmaps.
 * @param svg square; without text, for which there are no fonts
 * @throws Error when it cannot be drawn
 */
export async function bitmapsOf(svg: string): Promise<Map<string, BrandAsset>> {
  renderer ??= loadRenderer();
  await renderer;
  return new Map(icons.map(({ name, size }) => [name, { type: 'image/png', content: bitmap(svg, size) }]));
}

function bitmap(svg: string, size: number): Buffer {
  const drawing = read(svg, size);
  const image = drawing.render();
  try {
    if (image.height !== size) throw new Error(`icon.svg has to be square; it is ${drawing.width} × ${drawing.height}`);
    return Buffer.from(image.asPng());
  } finally {
    image.free();
    drawing.free();
  }
}

function read(svg: string, size: number): InstanceType<typeof Resvg> {
  try {
    return new Resvg(svg, { fitTo: { mode: 'width', value: size } });
  } catch (cause) {
    throw new Error('icon.svg cannot be drawn', { cause });
  }
}

async function loadRenderer(): Promise<void> {
  await initWasm(await readFile(new URL(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))));
}
