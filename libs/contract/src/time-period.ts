import { z } from 'zod';

/** An RFC 3339 instant in UTC. */
export const dateTime = z.iso.datetime();

/** TMF630 period. */
export const timePeriod = z.object({ startDateTime: dateTime, endDateTime: dateTime });

export type TimePeriod = z.infer<typeof timePeriod>;
