/** Services that have something a page can come with, by the name resources have for them. */
export const firstDataServices = ['billing', 'usage', 'inventory'] as const;

export type FirstDataService = (typeof firstDataServices)[number];
