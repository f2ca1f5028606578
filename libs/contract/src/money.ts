import { z } from 'zod';

/** TMF630 `Money`: a JSON number and an ISO 4217 currency. The shape on the wire only: reckoning is done in minor units. */
export const money = z.object({ unit: z.string(), value: z.number() });

export type Money = z.infer<typeof money>;
