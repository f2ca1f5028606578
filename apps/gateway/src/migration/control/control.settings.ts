import { settings } from '@wellspring/platform';
import { z } from 'zod';

/** How soon a decision made elsewhere is in force here. */
export class ControlSettings extends settings({
  migrationSyncIntervalMs: z.coerce
    .number()
    .int()
    .positive()
    .default(900)
    .describe('How often decisions are read when the database does not tell of them by itself'),
}) {}
