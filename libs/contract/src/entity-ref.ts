import { z } from 'zod';

/** TMF630 reference to another resource, embedded in one that points at it. */
export const entityRef = z.object({
  id: z.string(),
  href: z.string().optional(),
  name: z.string().optional(),
  '@referredType': z.string().optional(),
});

export type EntityRef = z.infer<typeof entityRef>;

/** TMF630 reference to a party and the part it plays. */
export const relatedParty = entityRef.extend({ role: z.string() });

export type RelatedPartyRef = z.infer<typeof relatedParty>;
