import { type BrandFile, grounds } from '@wellspring/brand';
import { icons } from './icons.ts';

/** What makes the portal installable (W3C Web Application Manifest). */
export function webManifest({ name, shortName, colours }: BrandFile): object {
  const drawings = [
    { src: '/assets/brand/icon.svg', type: 'image/svg+xml', sizes: 'any' },
    ...icons
      .filter(({ of }) => of === 'manifest')
      .map((icon) => ({ src: `/assets/brand/${icon.name}`, type: 'image/png', sizes: `${icon.size}x${icon.size}` })),
  ];
  return {
    id: '/',
    name,
    short_name: shortName,
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: grounds.light[1],
    theme_color: colours.light.accent,
    icons: ['any', 'maskable'].flatMap((purpose) => drawings.map((drawing) => ({ ...drawing, purpose }))),
  };
}
