import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { defaultMigrationFile } from '../../stack/environment.ts';

/** @returns a migration file in which this customer is on the new side and everybody else on the old one */
export function bothSides(folder: string, customer: string): string {
  const document = parseDocument(readFileSync(defaultMigrationFile, 'utf8'));
  for (const capability of ['start-page', 'invoices']) {
    document.setIn(['capabilities', capability, 'stage'], 'canary');
    const canary = { percent: 0, include: [`customer:${customer}`], exclude: [] };
    document.setIn(['capabilities', capability, 'canary'], document.createNode(canary));
  }
  document.setIn(['capabilities', 'sign-in', 'stage'], 'new');
  const file = join(folder, 'migration.yaml');
  writeFileSync(file, document.toString());
  return file;
}
