/** One thing wrong with a configuration file. */
export interface FileError {
  /** Counted from 1. */
  line: number;
  /** Counted from 1. */
  column: number;
  /** `capabilities.invoices.canary.percent`; empty when the file as a whole cannot be read. */
  key: string;
  reason: string;
}

/** `migration.yaml:12:7 capabilities.invoices.canary.percent: must be between 0 and 100` */
export function describeFileError(file: string, { line, column, key, reason }: FileError): string {
  return `${file}:${line}:${column} ${key === '' ? '' : `${key}: `}${reason}`;
}

/** `['capabilities', 'invoices', 'routes', 0, 'path']` → `capabilities.invoices.routes[0].path`. */
export function keyOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((key, part) => {
    if (typeof part === 'number') return `${key}[${part}]`;
    return key === '' ? String(part) : `${key}.${String(part)}`;
  }, '');
}
