/** What is between the columns of a line. */
import { ImportError } from './import-error.ts';
import { split } from './split.ts';
import { requiredColumns } from './telco-row.ts';

const separators: Record<string, string> = { comma: ',', semicolon: ';', tab: '\t' };

export const separatorNames = Object.keys(separators);

/**
 * @param name undefined: the one by which most of the columns are found
 * @throws ImportError
 */
export function separatorOf(header: string, name: string | undefined): string {
  if (name !== undefined) {
    const separator = separators[name] ?? Object.values(separators).find((each) => each === name);
    if (separator !== undefined) return separator;
    throw new ImportError(`there is no separator "${name}"; there are ${separatorNames.join(', ')}`);
  }
  const [best = ','] = Object.values(separators).toSorted((a, b) => found(header, b) - found(header, a));
  return best;
}

export function nameOfSeparator(separator: string): string {
  return separatorNames.find((name) => separators[name] === separator) ?? separator;
}

function found(header: string, separator: string): number {
  const cells = split(header, separator);
  return Array.isArray(cells) ? cells.filter((cell) => requiredColumns.includes(cell)).length : 0;
}
