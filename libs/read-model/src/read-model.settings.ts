import { count, milliseconds, settings, type SettingsClass } from '@wellspring/platform';
import { z } from 'zod';

/** How a copy is kept, and what a read waits for. */
const limits = z.object({
  syncIntervalSeconds: count(15).describe('Pause between two looks at the feed of changes'),
  syncBatchSize: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(500)
    .describe('Records fetched and stored at a time'),
  syncHands: z.coerce.number().int().min(1).max(16).default(4).describe('Batches stored side by side'),
  freshForMs: milliseconds(45_000).describe('A copy at most this old is served without asking the source'),
  refreshBudgetMs: milliseconds(300).describe('Longest a read waits for the source'),
  firstReadBudgetMs: milliseconds(2_000).describe('The same where there is no copy yet to serve instead'),
  quarantineRetentionMs: milliseconds(7_776_000_000).describe(
    'How long a record that cannot be believed is kept after it was last sent',
  ),
});

export type ReadModelLimits = z.output<typeof limits>;

/**
 * Settings of a read model, each with its name in front: `class BillCopySettings extends readModelSettings('bill') {}`
 * reads `BILL_SYNC_INTERVAL_SECONDS` and the others.
 */
export function readModelSettings(name: string): SettingsClass {
  return settings(
    Object.fromEntries(Object.entries(limits.shape).map(([key, schema]) => [settingOf(name, key), schema])),
  );
}

/** The same without the name in front, as the library reads them. */
export function limitsOf(name: string, values: InstanceType<SettingsClass>): ReadModelLimits {
  const named = Object.keys(limits.shape).map((key): [string, unknown] => [
    key,
    Reflect.get(values, settingOf(name, key)),
  ]);
  return limits.parse(Object.fromEntries(named));
}

/** `bill`, `syncHands` → `billSyncHands`. */
function settingOf(name: string, key: string): string {
  const camelCase = name.replace(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());
  return `${camelCase}${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}
