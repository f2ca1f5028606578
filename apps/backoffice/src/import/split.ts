import { CsvError, parse } from 'csv-parse/sync';

/** @returns the cells of one line, or what is wrong with it; `column` counts from 1 */
export function split(text: string, delimiter: string): string[] | { column?: number; reason: string } {
  try {
    // Not `trim`: to that a tab is a blank, also where it is the delimiter.
    const [cells = []] = parse(text, { delimiter, relax_column_count: true, ltrim: delimiter !== '\t' });
    return cells.map((cell) => cell.trim());
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const column = typeof error['index'] === 'number' ? { column: error['index'] + 1 } : {};
    return { ...column, reason: 'a quote where none belongs, or one that is not closed' };
  }
}
