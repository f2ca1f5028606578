/** What pages are written on: `--surface` and `--surface-sunk` of libs/web/src/styles, by day and by night. */
export const grounds = {
  light: ['#ffffff', '#f5f7fb'],
  dark: ['#171c25', '#0e1218'],
} as const;

/** How much of the accent is in what is behind the current place: see `--info-surface` in `brand-style.ts`. */
export const tint = 0.1;

/** @param colour `#rrggbb` @returns the ground with some of the colour in it, as `color-mix(in srgb, …)` makes it */
export function tintOf(colour: string, ground: string): string {
  const mixed = [1, 3, 5].map((at) => {
    const [of, on] = [colour, ground].map((each) => Number.parseInt(each.slice(at, at + 2), 16));
    return Math.round((of ?? 0) * tint + (on ?? 0) * (1 - tint));
  });
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
