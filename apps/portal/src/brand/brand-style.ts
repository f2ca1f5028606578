import type { BrandFile, Scheme } from './brand-file.ts';
import { tint } from './grounds.ts';

/** The tokens a brand sets, on top of those of libs/web. The same for all pages, so that its hash is, too. */
export function brandStyle({ colours: { light, dark } }: BrandFile): string {
  return `:root{${tokens(light)}}@media (prefers-color-scheme:dark){:root{${tokens(dark)}}}`;
}

function tokens({ accent, onAccent, link }: Scheme): string {
  return [
    `--brand:${accent}`,
    `--brand-strong:${link}`,
    `--on-brand:${onAccent}`,
    `--info-surface:color-mix(in srgb,${accent} ${tint * 100}%,var(--surface))`,
  ].join(';');
}
