/** Whose operations API the console asks, as the paths below `/api` name them. */
export const systems = ['gateway', 'billing', 'inventory', 'usage', 'pinpoint'] as const;
export type SystemName = (typeof systems)[number];
