import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Brand, brandStyle, escaped, styleHash } from '@wellspring/brand';

/** `index.html` as it was built, with whose console it is; the same for everybody. */
export function brandedPage(root: string, { file }: Brand): { html: string; styleHash: string } {
  const style = brandStyle(file);
  const html = readFileSync(join(root, 'index.html'), 'utf8')
    .replaceAll('%name%', () => escaped(file.name))
    .replace('<!--brand-->', () => `<style>${style}</style>`);
  return { html, styleHash: styleHash(style) };
}
