import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { z } from 'zod';
import { printable } from './printable.ts';
import { type FileError, keyOf } from './file-error.ts';
import { Positions } from './positions.ts';
import { knownKeysAt, schemasAt } from './schemas-at.ts';
import { suggestion } from './suggestion.ts';

export type ParsedFile<T> = { ok: true; file: T } | { ok: false; errors: FileError[] };

/** Something wrong, and the way to the part at fault. */
export interface Finding {
  path: readonly PropertyKey[];
  reason: string;
}

export interface YamlFileReading<T> {
  schema: z.ZodType<T>;
  /**
   * Finds what is wrong between parts that are each well-formed.
   * @param file absent when the schema does not hold; what of `content` can be read is then checked all the same
   */
  crossCheck: (file: T | undefined, content: unknown) => Finding[];
}

/** Reads a configuration file and finds everything that is wrong with it, not only the first thing. */
export function readYamlFile<T>(text: string, { schema, crossCheck }: YamlFileReading<T>): ParsedFile<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  if (document.errors.length > 0) {
    const errors = document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0]);
      return { line, column: col, key: '', reason: printable(error.message) };
    });
    return { ok: false, errors };
  }
  const impossible = impossibleKeys(document, lines);
  if (impossible.length > 0) return { ok: false, errors: impossible };

  const content: unknown = document.toJS();
  const parsed = schema.safeParse(content);
  const findings = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => findingsOf(issue, content, schema)),
    ...crossCheck(parsed.data, content),
  ];
  if (parsed.success && findings.length === 0) return { ok: true, file: parsed.data };

  const positions = new Positions(document, lines);
  const errors = findings.map(({ path, reason }) => ({
    ...positions.of(path),
    key: printable(keyOf(path)),
    reason: printable(reason),
  }));
  return { ok: false, errors: errors.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** Names that an object cannot have as an ordinary key: what is declared under them would be lost without a word. */
function impossibleKeys(document: Document, lines: LineCounter): FileError[] {
  const errors: FileError[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key) || key.value !== '__proto__') return;
      const { line, col } = lines.linePos(key.range?.[0] ?? 0);
      errors.push({ line, column: col, key: '__proto__', reason: 'cannot be a name' });
    },
  });
  return errors;
}

function findingsOf(issue: z.core.$ZodIssue, content: unknown, schema: z.ZodType): Finding[] {
  const { code, path } = issue;
  const below = (issues: readonly z.core.$ZodIssue[]): Finding[] =>
    issues.flatMap((inside) => findingsOf({ ...inside, path: [...path, ...inside.path] }, content, schema));
  if (code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], reason: unknownKey(path, key, schema) }));
  }
  if (code === 'invalid_key') {
    // Zod leaves the value of a bad key alone; what is wrong in there is wanted all the same.
    const [inside] = schemasAt(schema, path);
    const value = valueAt(content, path);
    return [
      { path, reason: issue.issues[0]?.message ?? issue.message },
      ...below(inside === undefined ? [] : (z.safeParse(inside, value).error?.issues ?? [])),
    ];
  }
  if (code === 'invalid_union') {
    // Of several ways to write it, the one that was begun.
    const begun = issue.errors.find((way) => way.every(isInside));
    if (begun !== undefined) return below(begun);
  }
  const value = valueAt(content, path);
  if (code !== 'custom' && value === undefined) return [{ path, reason: 'is missing' }];
  const reason = issue.message.replace(/^Invalid (input|option): /, 'is wrong: ');
  const meant = code === 'invalid_value' && typeof value === 'string' ? meantBy(value, issue.values.map(String)) : '';
  return [{ path, reason: reason + meant }];
}

function isInside(issue: z.core.$ZodIssue): boolean {
  return issue.path.length > 0 || issue.code === 'unrecognized_keys';
}

function valueAt(content: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    content,
  );
}

function unknownKey(path: readonly PropertyKey[], key: string, schema: z.ZodType): string {
  return `is not a key here${meantBy(key, knownKeysAt(schema, path))}`;
}

function meantBy(word: string, known: string[]): string {
  const meant = suggestion(word, known);
  return meant === undefined ? '' : `; did you mean "${meant}"?`;
}
