import { ImportError } from './import-error.ts';
import { nameOfSeparator, separatorOf } from './separator.ts';
import { split } from './split.ts';
import { requiredColumns, type TelcoRow, telcoRow } from './telco-row.ts';
import { textOf } from './text-of.ts';

/** What is wrong in the file, where a person can find it. `column` counts from 1. */
export interface Problem {
  line: number;
  column?: number;
  columnName?: string;
  reason: string;
}

export type Entry = { kind: 'row'; row: TelcoRow } | { kind: 'bad'; problems: Problem[] };

/** What a file does not tell by itself, or is not believed in. */
export interface TelcoFormat {
  separator?: string | undefined;
  encoding?: string | undefined;
}

export interface TelcoFile {
  /** How it was read, when that is not what everybody expects of a CSV. */
  unusual: string | undefined;
  entries: Iterable<Entry>;
}

/**
 * Reads the file line by line: each is either a customer or what is wrong with it. A row is one line, so a stray quote
 * spoils its own row only; no field of this format spans lines.
 * @throws ImportError
 */
export async function readTelcoCsv(file: string, format: TelcoFormat = {}): Promise<TelcoFile> {
  const { text, encoding } = await textOf(file, format.encoding);
  const lines = text.split(/\r?\n/).map((content, index) => ({ content, line: index + 1 }));
  const [header, ...rows] = lines.filter(({ content }) => content.trim() !== '');
  if (!header) throw new ImportError(`${file}: the file is empty`);
  const separator = separatorOf(header.content, format.separator);
  const cells = split(header.content, separator);
  const columns = checkHeader(file, Array.isArray(cells) ? cells : [], separator);
  const plain = encoding === 'UTF-8' && separator === ',';
  return {
    unusual: plain ? undefined : `read as ${encoding}, a ${nameOfSeparator(separator)} between the columns`,
    entries: entriesOf(columns, rows, separator),
  };
}

function* entriesOf(header: string[], rows: { content: string; line: number }[], separator: string): Generator<Entry> {
  const lineOf = new Map<string, number>();
  for (const { content, line } of rows) {
    const cells = split(content, separator);
    if (!Array.isArray(cells)) yield bad({ line, ...cells });
    else yield checkRow(header, separator === ',' ? cells : cells.map(withDecimalPoint), line, lineOf);
  }
}

/** Where a comma is not between the columns it is in the amounts. */
function withDecimalPoint(cell: string): string {
  return cell.replace(/^(-?\d+),(\d+)$/, '$1.$2');
}

function checkHeader(file: string, header: string[], separator: string): string[] {
  const named = `${file}: the header (line 1, a ${nameOfSeparator(separator)} between the columns)`;
  const missing = requiredColumns.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new ImportError(`${named} has no column ${missing.join(', ')}`);
  const repeated = header.filter((column, index) => column !== '' && header.indexOf(column) !== index);
  if (repeated.length > 0) throw new ImportError(`${named} has more than one column ${repeated.join(', ')}`);
  return header;
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
