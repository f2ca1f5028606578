export const kinds = ['DATA', 'VOICE', 'MESSAGE'] as const;
export type Kind = (typeof kinds)[number];

/** Where a service was used, or what for: each is counted and charged by itself. */
export const zones = ['HOME', 'ROAMING', 'ABROAD', 'PREMIUM'] as const;
export type Zone = (typeof zones)[number];

export const unitOf: Record<Kind, 'MB' | 'SECONDS' | 'PIECES'> = { DATA: 'MB', VOICE: 'SECONDS', MESSAGE: 'PIECES' };
