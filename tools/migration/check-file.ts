/** Files of the gateway, checked by the gateway's own code: a copy of it here could disagree. */
/* eslint-disable @nx/enforce-module-boundaries */
import { parseMigrationFile } from '../../apps/gateway/src/migration/file/parse.ts';
import type { OldPortalDeclaration } from '../../apps/gateway/src/old-portal/profile/old-portals.schema.ts';
import { checkOldPortals, parseOldPortals } from '../../apps/gateway/src/old-portal/profile/parse.ts';
import { describeFileError, type FileError } from '../../apps/gateway/src/yaml-file/file-error.ts';
/* eslint-enable @nx/enforce-module-boundaries */

export { checkOldPortals, describeFileError, parseMigrationFile };

export type OldPortalDeclarations = Readonly<Record<string, OldPortalDeclaration>>;

/** @returns what speaks against putting a file of old portals to use, secrets that are not there included */
export function mistakesInOldPortals(text: string, secrets: Readonly<Record<string, string | undefined>>): FileError[] {
  const parsed = parseOldPortals(text, secrets);
  return parsed.ok ? [] : parsed.errors;
}

/** @returns names of the variables that hold secrets the portals need */
export function secretsOf(portals: OldPortalDeclarations): string[] {
  const fields = Object.values(portals).flatMap(({ bridge }) => Object.values(bridge.form?.fields ?? {}));
  return fields.flatMap((field) => (field.from === 'environment' ? [field.variable] : []));
}
