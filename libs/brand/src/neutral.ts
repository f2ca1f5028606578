/** What brands stand on: the tokens of libs/web/src/styles that pages without files of their own need, by day and by night. */
export const neutral = {
  light: {
    ink: '#10233f',
    'ink-soft': '#4a5a72',
    surface: '#ffffff',
    'surface-sunk': '#f5f7fb',
    line: '#d6deea',
    'line-strong': '#76859a',
    bad: '#b3171f',
    'bad-surface': '#fde8e8',
  },
  dark: {
    ink: '#eef2f8',
    'ink-soft': '#a9b5c6',
    surface: '#171c25',
    'surface-sunk': '#0e1218',
    line: '#2b3442',
    'line-strong': '#7b889b',
    bad: '#ff9a9a',
    'bad-surface': '#3a1517',
  },
} as const;

/** What pages are written on. */
export const grounds = {
  light: [neutral.light.surface, neutral.light['surface-sunk']],
  dark: [neutral.dark.surface, neutral.dark['surface-sunk']],
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
