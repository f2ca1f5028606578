import { createReadStream } from 'node:fs';
import { type CsvError, type Info, parse } from 'csv-parse';
import { requiredColumns, type TelcoRow, telcoRow } from './telco-row.ts';

/** What is wrong in the file, where a person can find it. `column` counts from 1. */
export interface Problem {
  line: number;
  column?: number;
  columnName?: string;
  reason: string;
}

export type Entry = { kind: 'row'; line: number; row: TelcoRow } | { kind: 'bad'; line: number; problems: Problem[] };

/** The file as a whole cannot be imported. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/** Reads the file row by row: each either a customer or what is wrong with it. */
export async function* readTelcoCsv(file: string): AsyncGenerator<Entry> {
  const unreadable: Entry[] = [];
  const parser = createReadStream(file)
    .on('error', (error) => parser.destroy(error))
    .pipe(
      parse({
        bom: true,
        info: true,
        relax_column_count: true,
        skip_empty_lines: true,
        trim: true,
        // Without a limit one stray quote would swallow the rest of a large file into memory.
        max_record_size: 65_536,
        skip_records_with_error: true,
        on_skip: (error) => {
          if (error) unreadable.push(unreadableRow(error));
        },
      }),
    );

  let header: string[] | undefined;
  const lineOf = new Map<string, number>();
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      yield* unreadable.splice(0);
      if (header) yield checkRow(header, record, info.lines, lineOf);
      else header = checkHeader(file, record);
    }
  } catch (error) {
    throw asImportError(file, error);
  }
  yield* unreadable.splice(0);
  if (!header) throw new ImportError(`${file}: the file is empty`);
}

function checkHeader(file: string, header: string[]): string[] {
  const missing = requiredColumns.filter((column) => !header.includes(column));
  if (missing.length === 0) return header;
  throw new ImportError(`${file}: the header (line 1) has no column ${missing.join(', ')}`);
}

function checkRow(header: string[], record: string[], line: number, lineOf: Map<string, number>): Entry {
  if (record.length !== header.length) {
    const reason = `expected ${header.length} columns, found ${record.length}`;
    return { kind: 'bad', line, problems: [{ line, reason }] };
  }
  const result = telcoRow.safeParse(Object.fromEntries(header.map((name, index) => [name, record[index]])));
  if (!result.success) {
    const problems = result.error.issues.map((issue) => {
      const columnName = String(issue.path[0]);
      const index = header.indexOf(columnName);
      return { line, column: index + 1, columnName, reason: `${issue.message}, found "${record[index] ?? ''}"` };
    });
    return { kind: 'bad', line, problems };
  }
  const { customerID } = result.data;
  // The same customer in other letter case would have the same e-mail.
  const earlier = lineOf.get(customerID.toLowerCase());
  if (earlier !== undefined) {
    const column = header.indexOf('customerID') + 1;
    const reason = `"${customerID}" is already on line ${earlier}`;
    return { kind: 'bad', line, problems: [{ line, column, columnName: 'customerID', reason }] };
  }
  lineOf.set(customerID.toLowerCase(), line);
  return { kind: 'row', line, row: result.data };
}

function unreadableRow(error: CsvError): Entry {
  const line = typeof error.lines === 'number' ? error.lines : 0;
  const column = typeof error.column === 'number' ? { column: error.column + 1 } : {};
  return { kind: 'bad', line, problems: [{ line, ...column, reason: error.message }] };
}

function asImportError(file: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ImportError) return error;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return new ImportError(`${file}: there is no such file`);
  if (code === 'EISDIR') return new ImportError(`${file}: is a folder, not a file`);
  if (code === 'EACCES') return new ImportError(`${file}: may not be read`);
  return new ImportError(`${file}: ${error.message}`);
}
