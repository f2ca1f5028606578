import type { Finding } from '../../yaml-file/read-yaml-file.ts';
import type { OldPortalDeclaration } from './old-portals.schema.ts';

/** Values of the variables that a file of old portals may refer to as `$NAME`. */
export type Secrets = Readonly<Record<string, string | undefined>>;

const shortestSecret = 16;

/** What stands where a declaration refers to a variable. */
export function secretsOf({ bridge }: OldPortalDeclaration, secrets: Secrets): string[] {
  const fields = Object.values(bridge.form?.fields ?? {});
  return fields.flatMap((field) => (field.from === 'environment' ? (secrets[field.variable] ?? []) : []));
}

/** The secrets the portals refer to that are not there, or too short to keep anybody out. */
export function missingSecrets(portals: Readonly<Record<string, OldPortalDeclaration>>, secrets: Secrets): Finding[] {
  return Object.entries(portals).flatMap(([name, { bridge }]) =>
    Object.entries(bridge.mode === 'form' ? (bridge.form?.fields ?? {}) : {}).flatMap(([field, value]) => {
      if (value.from !== 'environment') return [];
      const secret = secrets[value.variable] ?? '';
      if (secret.length >= shortestSecret) return [];
      const what = secret === '' ? 'is not set' : `is shorter than ${shortestSecret} characters`;
      return [{ path: [name, 'bridge', 'form', 'fields', field], reason: `$${value.variable} ${what}` }];
    }),
  );
}
