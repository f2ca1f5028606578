import { open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { requiredColumns, type TelcoRow, telcoRow } from './telco-row.ts';

/** What is wrong in the file, where a person can find it. `column` counts from 1. */
export interface Problem {
  line: number;
  column?: number;
  columnName?: string;
  reason: string;
}

export type Entry = { kind: 'row'; row: TelcoRow } | { kind: 'bad'; problems: Problem[] };

/** The file as a whole cannot be imported. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

const fileProblems: Partial<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
};

/**
 * Reads the file line by line: each is either a customer or what is wrong with it. A row is one line, so a stray quote
 * spoils its own row only; no field of this format spans lines.
 */
export async function* readTelcoCsv(file: string): AsyncGenerator<Entry> {
  let header: string[] | undefined;
  const lineOf = new Map<string, number>();
  let line = 0;
  for await (const text of linesOf(file)) {
    line += 1;
    if (text.trim() === '') continue;
    const cells = split(text);
    if (header) yield Array.isArray(cells) ? checkRow(header, cells, line, lineOf) : bad({ line, ...cells });
    else header = checkHeader(file, Array.isArray(cells) ? cells : []);
  }
  if (!header) throw new ImportError(`${file}: the file is empty`);
}

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    const handle = await open(file);
    yield* handle.readLines();
  } catch (error) {
    throw asImportError(file, error);
  }
}

function split(text: string): string[] | Omit<Problem, 'line'> {
  try {
    return parse(text, { bom: true, trim: true, relax_column_count: true })[0] ?? [];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const column = typeof error['index'] === 'number' ? { column: error['index'] + 1 } : {};
    return { ...column, reason: 'a quote where none belongs, or one that is not closed' };
  }
}

function checkHeader(file: string, header: string[]): string[] {
  const missing = requiredColumns.filter((column) => !header.includes(column));
  if (missing.length === 0) return header;
  throw new ImportError(`${file}: the header (line 1) has no column ${missing.join(', ')}`);
}

function checkRow(header: string[], cells: string[], line: number, lineOf: Map<string, number>): Entry {
  if (cells.length !== header.length) {
    return bad({ line, reason: `expected ${header.length} columns, found ${cells.length}` });
  }
  const result = telcoRow.safeParse(Object.fromEntries(header.map((name, index) => [name, cells[index]])));
  if (!result.success) {
    const problems = result.error.issues.map((issue) => {
      const columnName = String(issue.path[0]);
      const index = header.indexOf(columnName);
      return { line, column: index + 1, columnName, reason: `${issue.message}, found "${cells[index] ?? ''}"` };
    });
    return { kind: 'bad', problems };
  }
  const { customerID } = result.data;
  // The same customer in other letter case would have the same e-mail.
  const earlier = lineOf.get(customerID.toLowerCase());
  if (earlier !== undefined) {
    const column = header.indexOf('customerID') + 1;
    return bad({ line, column, columnName: 'customerID', reason: `"${customerID}" is already on line ${earlier}` });
  }
  lineOf.set(customerID.toLowerCase(), line);
  return { kind: 'row', row: result.data };
}

function bad(problem: Problem): Entry {
  return { kind: 'bad', problems: [problem] };
}

function asImportError(file: string, error: unknown): ImportError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  const reason = typeof code === 'string' ? fileProblems[code] : undefined;
  return new ImportError(`${file}: ${reason ?? String(error)}`);
}
