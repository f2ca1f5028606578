import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { crossCheck } from './cross-checks.ts';
import { type FileError, keyOf } from './file-error.ts';
import { capabilitySchema, type MigrationFile, migrationFileSchema } from './migration-file.schema.ts';
import { Positions } from './position.ts';
import { knownKeysAt } from './known-keys.ts';
import { suggestion } from './suggestion.ts';

export type ParsedFile = { ok: true; file: MigrationFile } | { ok: false; errors: FileError[] };

export interface ParseOptions {
  /** Names an upstream may have; absent: any. */
  upstreams?: readonly string[];
}

interface Finding {
  path: readonly PropertyKey[];
  reason: string;
}

/** Reads a migration file and finds everything that is wrong with it, not only the first thing. */
export function parseMigrationFile(text: string, { upstreams }: ParseOptions = {}): ParsedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  if (document.errors.length > 0) {
    const errors = document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return { line, column: col, key: '', reason: error.message };
    });
    return { ok: false, errors };
  }

  const content: unknown = document.toJS();
  const parsed = migrationFileSchema.safeParse(content);
  const findings = parsed.success
    ? crossCheck(parsed.data, upstreams)
    : [
        ...parsed.error.issues.flatMap((issue) => findingsOf(issue, content)),
        ...crossCheck(wellFormedParts(content), upstreams),
      ];
  if (parsed.success && findings.length === 0) return { ok: true, file: parsed.data };

  const positions = new Positions(document, lines);
  const errors = findings.map(({ path, reason }) => ({ ...positions.of(path), key: keyOf(path), reason }));
  return { ok: false, errors: errors.sort((a, b) => a.line - b.line || a.column - b.column) };
}

function findingsOf(issue: z.core.$ZodIssue, content: unknown): Finding[] {
  const { code, path } = issue;
  if (code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], reason: unknownKey(path, key) }));
  }
  if (code === 'invalid_key') {
    // Zod leaves the value of a bad key alone; what is wrong in there is wanted all the same.
    const inside = capabilitySchema.safeParse(valueAt(content, path)).error?.issues ?? [];
    const below = inside.flatMap((issueInside) =>
      findingsOf({ ...issueInside, path: [...path, ...issueInside.path] }, content),
    );
    return [{ path, reason: issue.issues[0]?.message ?? issue.message }, ...below];
  }
  if (code !== 'custom' && valueAt(content, path) === undefined) return [{ path, reason: 'is missing' }];
  return [{ path, reason: issue.message.replace(/^Invalid (input|option): /, 'is wrong: ') }];
}

function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    content,
  );
}

function unknownKey(path: readonly PropertyKey[], key: string): string {
  const meant = suggestion(key, knownKeysAt(path));
  return meant === undefined ? 'is not a key here' : `is not a key here; did you mean "${meant}"?`;
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
