import type { BrandFile, Scheme } from './brand-file.ts';
import { neutral, tint } from './neutral.ts';

/** The tokens that are a brand's; the others are in libs/web. The same for all pages, so that its hash is, too. */
export function brandStyle({ colours: { light, dark } }: BrandFile): string {
  return `:root{${ofBrand(light)}}@media (prefers-color-scheme:dark){:root{${ofBrand(dark)}}}`;
}

/** All tokens, for pages that do without the styles of libs/web, with what every such page looks like. */
export function standaloneStyle(brand: BrandFile): string {
  const grounds =
    `:root{color-scheme:light dark;--radius:10px;${declared(neutral.light)}}` +
    `@media (prefers-color-scheme:dark){:root{${declared(neutral.dark)}}}`;
  return grounds + brandStyle(brand);
}

function ofBrand({ accent, onAccent, link }: Scheme): string {
  return declared({
    brand: accent,
    'brand-strong': link,
    'on-brand': onAccent,
    'info-surface': `color-mix(in srgb,${accent} ${tint * 100}%,var(--surface))`,
  });
}

function declared(tokens: Readonly<Record<string, string>>): string {
  return Object.entries(tokens)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}
