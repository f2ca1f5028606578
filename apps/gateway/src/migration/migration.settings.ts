import { settings, type SettingsClass } from '@wellspring/platform';
import { z } from 'zod';
import { OperationsSettings } from './operations/operations.settings.ts';
import { ShadowSettings } from './shadow/shadow.settings.ts';

const milliseconds = (fallback: number): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce.number().int().positive().default(fallback);

/** What the migration of capabilities reads from the environment. */
export class MigrationSettings extends settings({
  migrationFile: z.string().min(1).describe('Path of migration.yaml; a change is in force within a second'),
  migrationFilePollMs: milliseconds(200).describe('How often the file is looked at'),
  migrationSyncIntervalMs: milliseconds(900).describe(
    'How often decisions are read when the database does not tell of them by itself',
  ),
  guardrailIntervalMs: milliseconds(500).describe(
    'How often guardrails judge, and replicas tell each other what they see',
  ),
}) {}

/** For the service's `settings`: everything the migration reads. */
export const MIGRATION_SETTINGS: readonly SettingsClass[] = [MigrationSettings, ShadowSettings, OperationsSettings];
