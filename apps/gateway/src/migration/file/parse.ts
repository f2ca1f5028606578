import { z } from 'zod';
import { type ParsedFile, readYamlFile } from '../../yaml-file/read-yaml-file.ts';
import { crossCheck } from './cross-checks.ts';
import { capabilitySchema, type MigrationFile, migrationFileSchema } from './migration-file.schema.ts';

export interface ParseOptions {
  /** Names an upstream may have; absent: any. */
  upstreams?: readonly string[];
}

/** Reads a migration file and finds everything that is wrong with it, not only the first thing. */
export function parseMigrationFile(text: string, { upstreams }: ParseOptions = {}): ParsedFile<MigrationFile> {
  return readYamlFile(text, {
    schema: migrationFileSchema,
    crossCheck: (file, content) => crossCheck(file ?? wellFormedParts(content), upstreams),
  });
}

/** The capabilities and fixed routes that can be read, so that what is wrong between them is found in the same go. */
function wellFormedParts(content: unknown): MigrationFile {
  const { capabilities, fixed } = z
    .object({ capabilities: z.record(z.string(), z.unknown()).catch({}), fixed: z.unknown() })
    .catch({ capabilities: {}, fixed: [] })
    .parse(content);
  const readable = Object.entries(capabilities).flatMap(([name, declared]) => {
    const capability = capabilitySchema.safeParse(declared);
    return capability.success ? [[name, capability.data] as const] : [];
  });
  return {
    capabilities: Object.fromEntries(readable),
    fixed: migrationFileSchema.shape.fixed.safeParse(fixed).data ?? [],
  };
}
