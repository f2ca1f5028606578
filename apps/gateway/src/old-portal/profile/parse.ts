import { z } from 'zod';
import { type ParsedFile, readYamlFile } from '../../yaml-file/read-yaml-file.ts';
import { type OldPortal, oldPortal } from './old-portal.ts';
import { type OldPortalDeclaration, oldPortalSchema, oldPortalsSchema } from './old-portals.schema.ts';
import { missingSecrets, type Secrets } from './secrets.ts';

type Declarations = Record<string, OldPortalDeclaration>;

/** Finds everything that is wrong with a file of old portals, as far as it can be known where its secrets are not. */
export function checkOldPortals(text: string): ParsedFile<Declarations> {
  return readYamlFile(text, { schema: oldPortalsSchema, crossCheck: () => [] });
}

/** Reads a file of old portals, to be put to use. */
export function parseOldPortals(text: string, secrets: Secrets): ParsedFile<readonly OldPortal[]> {
  const parsed = readYamlFile<Declarations>(text, {
    schema: oldPortalsSchema,
    crossCheck: (file, content) => missingSecrets(file ?? wellFormed(content), secrets),
  });
  if (!parsed.ok) return parsed;
  return { ok: true, file: Object.entries(parsed.file).map(([name, declared]) => oldPortal(name, declared, secrets)) };
}

/** The portals that can be read, so that what is missing for them is found in the same go. */
function wellFormed(content: unknown): Declarations {
  const declared = z.record(z.string(), z.unknown()).safeParse(content).data ?? {};
  return Object.fromEntries(
    Object.entries(declared).flatMap(([name, portal]) => {
      const { data } = oldPortalSchema.safeParse(portal);
      return data === undefined ? [] : [[name, data]];
    }),
  );
}
