import type { BrandFile } from './brand-file.ts';
import { grounds } from './grounds.ts';

/** What makes the portal installable (W3C Web Application Manifest). */
export function webManifest({ name, shortName, colours }: BrandFile): object {
  return {
    id: '/',
    name,
    short_name: shortName,
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: grounds.light[1],
    theme_color: colours.light.accent,
    icons: ['any', 'maskable'].map((purpose) => ({
      src: '/assets/brand/icon.svg',
      type: 'image/svg+xml',
      sizes: 'any',
      purpose,
    })),
  };
}
