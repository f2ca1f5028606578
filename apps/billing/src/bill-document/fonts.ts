import { existsSync, readFileSync } from 'node:fs';

/** Beside the bundle, or at the app's root when run from source. */
const folders = ['./assets/fonts/', '../../assets/fonts/'].map((path) => new URL(path, import.meta.url));

/** Noto Sans, since the fonts every PDF reader has know neither Cyrillic nor all Estonian letters. Read once, when first needed. */
export function font(weight: 'Regular' | 'Bold'): Buffer {
  const known = fonts.get(weight);
  if (known) return known;
  const file = folders.map((folder) => new URL(`NotoSans-${weight}.ttf`, folder)).find((url) => existsSync(url));
  if (!file) throw new Error(`The font NotoSans-${weight} is missing`);
  const loaded = readFileSync(file);
  fonts.set(weight, loaded);
  return loaded;
}

const fonts = new Map<string, Buffer>();
