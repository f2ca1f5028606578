import { settings } from '@wellspring/platform';
import { z } from 'zod';

/** Where the migration file is. */
export class StageSettings extends settings({
  migrationFile: z.string().min(1).describe('Path of migration.yaml; a change is in force within a second'),
  migrationFilePollMs: z.coerce.number().int().positive().default(200).describe('How often the file is looked at'),
}) {}
