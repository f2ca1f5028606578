import { milliseconds, settings } from '@wellspring/platform';
import { z } from 'zod';

/** Where a hub may send events. */
export class HubSettings extends settings({
  hubCallbacks: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()])))
    .pipe(z.array(z.url({ protocol: /^https?$/ })))
    .describe('Addresses below which callbacks of listeners may lie, separated by commas; none: nobody can register'),
  hubDeliveryTimeoutMs: milliseconds(5_000).describe('Deadline of one delivery to a listener'),
}) {}
