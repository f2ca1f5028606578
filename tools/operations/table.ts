// eslint-disable-next-line @nx/enforce-module-boundaries
import { printable } from '../../apps/gateway/src/yaml-file/printable.ts';

/** Columns aligned with spaces; the last one is as long as it is. What cells say comes from elsewhere and stays in its line. */
export function table(header: string[], rows: string[][]): string {
  const lines = [header, ...rows.map((row) => row.map(printable))];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
